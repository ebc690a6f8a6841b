/** Connections between peers: sockets, handshakes, frames. It moves bytes and decides nothing. */
@NullMarked
package io.torrentinno.agent.net;

import org.jspecify.annotations.NullMarked;
