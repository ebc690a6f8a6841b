package io.torrentinno.agent.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The token that a command sends to an agent, and the agents that it trusts.
 *
 * @param token goes with each call; null for none
 * @param trust which agents with {@code https} are trusted; null for those that the JVM trusts
 */
public record AgentAccess(@Nullable String token, @Nullable SSLContext trust) {
  /** For an agent on this machine that asks for nothing. */
  public static final AgentAccess NONE = new AgentAccess(null, null);

  private static final int LONGEST = 1024;

  /**
   * Reads the token and the certificates.
   *
   * @param environment the value of {@code TORRENTINNO_TOKEN}
   * @param tokenFile comes before the environment
   * @param caFile certificates in PEM
   */
  static AgentAccess of(
      @Nullable String environment, @Nullable Path tokenFile, @Nullable Path caFile) {
    String token = tokenFile == null ? environment : firstLine(tokenFile);
    return new AgentAccess(
        token == null || token.isBlank() ? null : checked(token.strip()),
        caFile == null ? null : trusting(caFile));
  }

  /**
   * Refuses to send a token over a network on which others can read it.
   *
   * @param inClear whether the caller has allowed it
   */
  AgentAccess checkedFor(URI agent, boolean inClear) {
    boolean clear = !"https".equalsIgnoreCase(agent.getScheme());
    if (token != null && clear && !inClear && !isLoopback(String.valueOf(agent.getHost()))) {
      throw new CommandFailed(
          "Others could read the token on its way to "
              + agent
              + ": use https://, or give --token-in-clear (TORRENTINNO_TOKEN_IN_CLEAR=true).");
    }
    return this;
  }

  @Override
  public String toString() {
    return "AgentAccess[token=" + (token == null ? "none" : "***") + "]";
  }

  private static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.equals("localhost") || name.endsWith(".localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(
              name.startsWith("[") ? name.substring(1, name.length() - 1) : name)
          .isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A header can't have everything, and the JDK's message would show the token. */
  private static String checked(String token) {
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new CommandFailed(
          "The token has characters that a token cannot have. Check TORRENTINNO_TOKEN"
              + " or --token-file.");
    }
    return token;
  }

  private static String firstLine(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
      return text.lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new CommandFailed("Can't read the token from " + file + ": " + Reasons.of(e) + ".", e);
    }
  }

  private static SSLContext trusting(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new CommandFailed("No certificate is in " + file + ".");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new CommandFailed("Can't read " + file + ": " + Reasons.of(e) + ".", e);
    } catch (GeneralSecurityException e) {
      throw new CommandFailed("This file has no certificates in PEM: " + file + ".", e);
    }
  }
}
