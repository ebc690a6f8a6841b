/** Reads the files of one resource, also while they are fetched. */
@NullMarked
package io.torrentinno.agent.resource.reading;

import org.jspecify.annotations.NullMarked;
