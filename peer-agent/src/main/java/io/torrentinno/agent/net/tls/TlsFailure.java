package io.torrentinno.agent.net.tls;

import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.util.Locale;

/** Why a connection was closed: it was not encrypted, or its certificate is refused now. */
public enum TlsFailure {
  /** The peer came in the clear, or does not take TLS. */
  PLAINTEXT,

  /** The peer has no certificate. */
  NO_CERTIFICATE,

  /** No authority of this agent has signed the peer's certificate. */
  UNTRUSTED,

  /** The peer's certificate is too old or too new. */
  EXPIRED,

  /** The authority has revoked the peer's certificate. */
  REVOKED,

  /** The peer does not want this agent's certificate, or its way of TLS. */
  REFUSED_BY_PEER,

  /** The connection ended first, or the time was up. */
  ENDED,

  /** Anything else that is no TLS 1.3. */
  PROTOCOL;

  private static final int DEEPEST = 12;

  /** The reason of a failed TLS handshake. */
  public static TlsFailure of(Throwable failure) {
    Throwable cause = failure;
    TlsFailure found = PROTOCOL;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
      TlsFailure here = ofOne(cause);
      if (here == REVOKED || here == EXPIRED) {
        return here;
      }
      found = here == PROTOCOL ? found : here;
    }
    return found;
  }

  private static TlsFailure ofOne(Throwable cause) {
    return switch (cause) {
      case CertificateRevokedException _ -> REVOKED;
      case CertificateExpiredException _ -> EXPIRED;
      case CertificateNotYetValidException _ -> EXPIRED;
      case CertificateException _ -> UNTRUSTED;
      case CertPathBuilderException _ -> UNTRUSTED;
      case ClosedChannelException _ -> ENDED;
      default -> ofText(String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT));
    };
  }

  /** BoringSSL and the JDK tell these by their texts alone. */
  private static TlsFailure ofText(String text) {
    if (text.contains("did_not_return_a_certificate")
        || text.contains("empty client certificate chain")) {
      return NO_CERTIFICATE;
    }
    return text.contains("received fatal alert") || text.contains("_alert_")
        ? REFUSED_BY_PEER
        : PROTOCOL;
  }

  /** The name in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
