/** Sends the files of resources, also while they are fetched. */
@NullMarked
package io.torrentinno.agent.api.reading;

import org.jspecify.annotations.NullMarked;
