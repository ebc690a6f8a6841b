/** TLS between peers: whether it is used, with which certificates, and which of them get in. */
@NullMarked
package io.torrentinno.agent.net.tls;

import org.jspecify.annotations.NullMarked;
