/** The state of an agent and of its resources that survives a restart, except for pieces. */
@NullMarked
package io.torrentinno.agent.content.state;

import org.jspecify.annotations.NullMarked;
