/** Notices threads that do not run their tasks any more. Independent of the agent. */
@NullMarked
package io.torrentinno.agent.watch;

import org.jspecify.annotations.NullMarked;
