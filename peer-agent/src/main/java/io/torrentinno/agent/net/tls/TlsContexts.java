package io.torrentinno.agent.net.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes TLS engines with one set of credentials. New credentials need new contexts. */
final class TlsContexts {
  private static final String VERSION = "TLSv1.3";

  /** BoringSSL has its own order, and takes all three or none. */
  private static final List<String> CIPHERS =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  /** A chain of three certificates has 4 KiB. The JDK's limit is the same. */
  private static final int MOST_CERTIFICATE_BYTES = 32 << 10;

  /**
   * Longer than a ticket may be valid (RFC 8446, 4.6.1), so the JDK sends none, and no session is
   * resumed. BoringSSL sends none in any case. Zero would be no limit.
   */
  private static final long TOO_LONG_FOR_TICKETS = Duration.ofDays(8).toSeconds();

  private final SslContext server;
  private final SslContext client;
  private final @Nullable AuthorityTrust trust;

  /**
   * Makes the contexts.
   *
   * @throws GeneralSecurityException when the credentials can't be used
   */
  TlsContexts(SslProvider provider, Credentials credentials) throws GeneralSecurityException {
    boolean members = !credentials.authorities().isEmpty();
    trust = members ? new AuthorityTrust(credentials.authorities(), credentials.revoked()) : null;
    X509Certificate[] chain = credentials.chain().toArray(X509Certificate[]::new);
    try {
      server = build(SslContextBuilder.forServer(credentials.key(), chain), provider);
      SslContextBuilder caller =
          SslContextBuilder.forClient().endpointIdentificationAlgorithm(null);
      client = build(members ? caller.keyManager(credentials.key(), chain) : caller, provider);
    } catch (SSLException | IllegalArgumentException e) {
      throw new GeneralSecurityException(e.getMessage(), e);
    }
  }

  private SslContext build(SslContextBuilder builder, SslProvider provider) throws SSLException {
    if (provider == SslProvider.JDK) {
      builder.sessionTimeout(TOO_LONG_FOR_TICKETS);
    } else {
      builder.option(OpenSslContextOption.MAX_CERTIFICATE_LIST_BYTES, MOST_CERTIFICATE_BYTES);
    }
    if (trust == null) {
      builder.trustManager(InsecureTrustManagerFactory.INSTANCE).clientAuth(ClientAuth.NONE);
    } else {
      builder.trustManager(trust).clientAuth(ClientAuth.REQUIRE);
    }
    return builder.sslProvider(provider).protocols(VERSION).ciphers(CIPHERS).build();
  }

  /**
   * The engine of a new connection. Of {@code newEngine}, that of BoringSSL would decrypt one
   * record with each call, as the JDK's does. Those that Netty makes for its handlers decrypt all
   * that was read, into one buffer.
   */
  SSLEngine engine(ByteBufAllocator buffers, boolean outgoing) {
    return (outgoing ? client : server).newHandler(buffers).engine();
  }

  /** Whether peers need a certificate of an authority. */
  boolean membersOnly() {
    return trust != null;
  }

  /** Why a peer with these certificates would not get in now; null when it would. */
  @Nullable TlsFailure refusal(List<X509Certificate> chain, boolean outgoing) {
    try {
      if (trust != null) {
        trust.check(chain, outgoing);
      }
      return null;
    } catch (CertificateException e) {
      return TlsFailure.of(e);
    }
  }

  /** Frees memory outside the heap, when the last engine is gone. */
  void release() {
    ReferenceCountUtil.release(server);
    ReferenceCountUtil.release(client);
  }
}
