package io.torrentinno.agent.net.tls;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Sockets of strangers, who trust everybody. */
public final class TlsSockets {
  private static final char[] NO_PASSWORD = {};
  private static final int TIMEOUT_MILLIS = 10_000;

  private TlsSockets() {}

  /** Connects to a port on loopback; with no certificate if there is none. */
  public static SSLSocket connect(int port, TestAuthority.@Nullable Issued own) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            context(own).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  /** Listens on loopback. */
  public static SSLServerSocket listen(TestAuthority.Issued own) throws Exception {
    return (SSLServerSocket)
        context(own)
            .getServerSocketFactory()
            .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  /** An SSL context that shows this certificate. */
  public static SSLContext context(TestAuthority.@Nullable Issued own)
      throws GeneralSecurityException, IOException {
    return context(own, InsecureTrustManagerFactory.INSTANCE.getTrustManagers());
  }

  static SSLContext context(TestAuthority.@Nullable Issued own, TrustManager... trusted)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(own == null ? null : keys(own), trusted, null);
    return context;
  }

  private static KeyManager[] keys(TestAuthority.Issued own)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setKeyEntry("own", own.key(), NO_PASSWORD, new Certificate[] {own.certificate()});
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }
}
