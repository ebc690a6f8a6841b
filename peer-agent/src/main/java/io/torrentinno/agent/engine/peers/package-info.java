/** The peers that a session knows, connected or not: which to call when, which are banned. */
@NullMarked
package io.torrentinno.agent.engine.peers;

import org.jspecify.annotations.NullMarked;
