/** TLS between peers: whether it is used, and which certificates are accepted. */
@NullMarked
package io.torrentinno.agent.net.tls;

import org.jspecify.annotations.NullMarked;
