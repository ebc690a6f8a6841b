package io.torrentinno.agent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key of a server at 127.0.0.1, with its certificate, which it has signed itself.
 *
 * @param store has the key, and the certificate as one to be trusted
 */
public record TestKeys(KeyStore store) {
  public static final String PASSWORD = "not a secret";

  /** Makes a key. */
  public static TestKeys make(Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path file = folder.resolve("made.p12");
    Files.deleteIfExists(file);
    List<String> keytool =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-dname",
            "CN=server",
            "-ext",
            "san=ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD);
    assertThat(new ProcessBuilder(keytool).inheritIO().start().waitFor()).isZero();
    KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    store.setCertificateEntry("trusted", store.getCertificate("server"));
    return new TestKeys(store);
  }

  /** Puts the key and the certificate into a file at once, as a renewal does. */
  public void writeTo(Path file) throws IOException, GeneralSecurityException {
    Path fresh = file.resolveSibling(file.getFileName() + ".fresh");
    try (var out = Files.newOutputStream(fresh)) {
      store.store(out, PASSWORD.toCharArray());
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Trusts this certificate alone. */
  public TrustManagerFactory trust() throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust;
  }

  /** For a server with this key, or for a client that trusts it. */
  public SSLContext context() throws GeneralSecurityException {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trust().getTrustManagers(), null);
    return context;
  }

  /** A server with this key, which is not started yet. */
  public HttpsServer server(InetSocketAddress address)
      throws IOException, GeneralSecurityException {
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context()));
    return server;
  }
}
