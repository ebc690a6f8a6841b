package io.torrentinno.agent.net;

import io.netty.channel.ConnectTimeoutException;
import io.torrentinno.agent.net.tls.TlsFailure;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a call to a peer has failed, as far as the caller can know it. */
public enum CallFailure {
  /** No machine answers at the address, or no network leads to it. */
  NO_ANSWER,

  /** The machine answers, and no program listens at the port. */
  NOT_LISTENING,

  /** The peer has accepted the connection and sent no handshake. */
  ENDED,

  /**
   * As {@link #ENDED}, in the clear, because TLS is off at this agent. The peer takes TLS, or that
   * is not known.
   */
  MAY_REQUIRE_TLS,

  /** The peer takes no TLS, and this agent requires it. */
  NO_TLS,

  /** The peer's certificate is revoked. */
  REVOKED,

  /** The peer's certificate is not valid now. */
  EXPIRED,

  /** The peer does not accept this agent's certificate, or its parameters of TLS. */
  REFUSED_BY_PEER,

  /** No authority of this agent has signed the peer's certificate, or the peer shows none. */
  UNTRUSTED;

  /** The failure to open a connection; null for one that is not of the network. */
  static @Nullable CallFailure of(Throwable cause) {
    if (!(cause instanceof IOException)) {
      return null;
    }
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    boolean refused = !(cause instanceof ConnectTimeoutException) && text.contains("refused");
    return refused ? NOT_LISTENING : NO_ANSWER;
  }

  /** The failure of an opened connection; null when it is not about a certificate. */
  static @Nullable CallFailure of(TlsFailure reason) {
    return switch (reason) {
      case UNTRUSTED, NO_CERTIFICATE -> UNTRUSTED;
      case EXPIRED -> EXPIRED;
      case REVOKED -> REVOKED;
      case REFUSED_BY_PEER -> REFUSED_BY_PEER;
      case PLAINTEXT, ENDED, PROTOCOL -> null;
    };
  }
}
