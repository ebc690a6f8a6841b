/** Reads the files of resources, also while they are fetched. */
@NullMarked
package io.torrentinno.agent.resource.view.reading;

import org.jspecify.annotations.NullMarked;
