package io.torrentinno.agent.net.tls;

import org.jspecify.annotations.Nullable;

/**
 * The protection of a connection.
 *
 * @param encrypted whether by TLS
 * @param certificate the name of the peer's certificate, which an authority of this agent has
 *     signed; null where there is no authority
 */
public record ConnectionSecurity(boolean encrypted, @Nullable String certificate) {
  /** A connection in the clear. */
  public static final ConnectionSecurity NONE = new ConnectionSecurity(false, null);
}
