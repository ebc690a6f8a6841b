/** How whole agents meet, and peers that break the protocol. */
@NullMarked
package io.torrentinno.agent.runtime.peers;

import org.jspecify.annotations.NullMarked;
