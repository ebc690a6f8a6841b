/** Everything that happens to an agent, as numbered events for all listeners. Without I/O. */
@NullMarked
package io.torrentinno.agent.events;

import org.jspecify.annotations.NullMarked;
