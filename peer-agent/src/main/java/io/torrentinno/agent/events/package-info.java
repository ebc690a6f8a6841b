/** What happens to an agent, numbered and handed to all who listen: pure, no I/O. */
@NullMarked
package io.torrentinno.agent.events;

import org.jspecify.annotations.NullMarked;
