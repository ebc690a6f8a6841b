/** The files of one resource: lists them, and reads them, also while they are fetched. */
@NullMarked
package io.torrentinno.agent.resource.reading;

import org.jspecify.annotations.NullMarked;
