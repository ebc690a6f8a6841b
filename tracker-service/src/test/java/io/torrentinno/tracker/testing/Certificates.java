package io.torrentinno.tracker.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates of 127.0.0.1 in PEM files. */
public final class Certificates {
  /** Of key stores. */
  public static final String PASSWORD = "not a secret";

  private static final int LINE = 64;

  private Certificates() {}

  /** Where the certificate is. */
  public static Path certificate(Path folder) {
    return folder.resolve("tls.crt");
  }

  /** Where its private key is. */
  public static Path key(Path folder) {
    return folder.resolve("tls.key");
  }

  /** Makes a new key and its certificate, and writes both in place of those that are there. */
  public static X509Certificate write(Path folder, String name)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path file = folder.resolve(name + ".p12");
    X509Certificate certificate = store(file, name);
    KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    byte[] key = keys.getKey(name, PASSWORD.toCharArray()).getEncoded();
    writePem(key(folder), "PRIVATE KEY", key);
    writePem(certificate(folder), "CERTIFICATE", certificate.getEncoded());
    return certificate;
  }

  /** Makes a new key and its certificate in a new key store (PKCS 12). */
  public static X509Certificate store(Path file, String name)
      throws IOException, GeneralSecurityException, InterruptedException {
    List<String> keytool =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            name,
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-ext",
            "san=ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD);
    if (new ProcessBuilder(keytool).inheritIO().start().waitFor() != 0) {
      throw new IOException("keytool failed");
    }
    KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    return (X509Certificate) keys.getCertificate(name);
  }

  private static void writePem(Path file, String what, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        file, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(what, text));
  }

  /** A client that believes that certificate alone. */
  public static SSLContext trusting(X509Certificate certificate)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("trusted", certificate);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
