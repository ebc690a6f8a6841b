/** Copies bytes that the agent has already into the files of a resource. */
@NullMarked
package io.torrentinno.agent.reuse.copying;

import org.jspecify.annotations.NullMarked;
