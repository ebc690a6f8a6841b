/** What the agent remembers of its resources over a restart, besides their pieces. */
@NullMarked
package io.torrentinno.agent.content.state;

import org.jspecify.annotations.NullMarked;
