package io.torrentinno.tracker.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.web.server.Ssl;

/**
 * TLS with the settings of {@code server.ssl}, and one certificate for all host names. After a
 * renewal, new connections get the new certificate.
 */
final class ServerTls {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

  private final ClientAuth clients;
  private volatile SslContext context;

  /**
   * TLS with the certificate of a bundle.
   *
   * @throws IllegalStateException when the bundle cannot be used
   */
  ServerTls(Ssl settings, SslBundle bundle) {
    ClientAuth wanted =
        Ssl.ClientAuth.map(
            settings.getClientAuth(), ClientAuth.NONE, ClientAuth.OPTIONAL, ClientAuth.REQUIRE);
    this.clients = wanted == null ? ClientAuth.NONE : wanted;
    try {
      this.context = context(bundle);
    } catch (SSLException e) {
      throw new IllegalStateException("server.ssl: " + e.getMessage(), e);
    }
  }

  /** Replaces the bundle. A bundle that cannot be used changes nothing. */
  void renew(SslBundle bundle) {
    try {
      context = context(bundle);
      LOG.info("New connections get the renewed certificate");
    } catch (SSLException | RuntimeException e) {
      LOG.error(
          "The renewed certificate cannot be used, so the old one stays in use: {}",
          e.getMessage());
    }
  }

  private SslContext context(SslBundle bundle) throws SSLException {
    SslContextBuilder context =
        SslContextBuilder.forServer(bundle.getManagers().getKeyManagerFactory())
            .trustManager(bundle.getManagers().getTrustManagerFactory())
            .protocols(bundle.getOptions().getEnabledProtocols())
            .clientAuth(clients);
    String[] ciphers = bundle.getOptions().getCiphers();
    return (ciphers == null ? context : context.ciphers(List.of(ciphers))).build();
  }

  SslHandler newHandler(ByteBufAllocator buffers) {
    return context.newHandler(buffers);
  }
}
