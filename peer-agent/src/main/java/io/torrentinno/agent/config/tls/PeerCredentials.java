package io.torrentinno.agent.config.tls;

import io.torrentinno.agent.config.StartFailed;
import io.torrentinno.agent.net.tls.CertificateName;
import io.torrentinno.agent.net.tls.Credentials;
import io.torrentinno.agent.net.tls.EncryptionMode;
import io.torrentinno.agent.net.tls.OwnCertificate;
import io.torrentinno.agent.net.tls.PeerTls;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The certificates that an agent uses with peers. Renews them when the SSL bundle, or the file with
 * the revoked certificates, has changed. What can't be used then is logged, and the certificates
 * before stay in use; it is tried again when the other of the two has changed, because a new
 * authority comes with both.
 */
final class PeerCredentials implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PeerCredentials.class);
  private static final int LOOK_SECONDS = 5;

  private final EncryptionSettings settings;
  private final PeerTls tls;

  // Guarded by this.
  private @Nullable SslBundle bundle;
  private @Nullable CrlFile crl;
  private List<X509CRL> revoked = List.of();

  /** The last that were read, in use or not. */
  private @Nullable SslBundle newestBundle;

  private List<X509CRL> newestRevoked = List.of();

  /** Why the file with the revoked certificates could not be read at the last look. */
  private @Nullable String crlFault;

  private volatile @Nullable Credentials inUse;
  private @Nullable ScheduledExecutorService clock;

  /**
   * Reads the certificates that the settings name.
   *
   * @throws StartFailed when the settings contradict each other, or the certificates can't be used
   */
  PeerCredentials(EncryptionSettings settings, SslBundles bundles) {
    this.settings = settings;
    if (settings.encryption() == EncryptionMode.OFF) {
      requireNoCertificates(settings);
      tls = PeerTls.off();
      return;
    }
    requireEngine(settings);
    if (settings.encryptionBundle() == null) {
      requireNoCrl(settings, "torrentinno.agent.encryption-bundle is not set");
      tls = start(OwnCertificate.make());
      return;
    }
    String name = settings.encryptionBundle();
    bundle = bundle(name, bundles);
    readCrl();
    newestBundle = bundle;
    newestRevoked = revoked;
    tls = start(credentials(bundle));
    bundles.addBundleUpdateHandler(name, this::bundleChanged);
    if (crl != null) {
      clock = Executors.newSingleThreadScheduledExecutor(PeerCredentials::thread);
      clock.scheduleWithFixedDelay(this::lookAtCrl, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static Thread thread(Runnable work) {
    return Thread.ofPlatform().daemon().name("revoked-certificates").unstarted(work);
  }

  private static void requireNoCertificates(EncryptionSettings settings) {
    if (settings.encryptionBundle() != null || settings.encryptionCrl() != null) {
      throw new StartFailed(
          "Certificates for peers are set, but torrentinno.agent.encryption is off.",
          "Set torrentinno.agent.encryption to required, or remove"
              + " torrentinno.agent.encryption-bundle and torrentinno.agent.encryption-crl.");
    }
  }

  private static void requireEngine(EncryptionSettings settings) {
    if (!settings.encryptionEngine().isAvailable()) {
      throw new StartFailed(
          "This machine has no OpenSSL for torrentinno.agent.encryption-engine.",
          "Set torrentinno.agent.encryption-engine to auto or jdk.");
    }
  }

  private static void requireNoCrl(EncryptionSettings settings, String why) {
    if (settings.encryptionCrl() != null) {
      throw new StartFailed(
          "torrentinno.agent.encryption-crl names revoked certificates, but " + why + ".",
          "Name a bundle with a trust store, or remove torrentinno.agent.encryption-crl.");
    }
  }

  private static SslBundle bundle(String name, SslBundles bundles) {
    try {
      return bundles.getBundle(name);
    } catch (NoSuchSslBundleException e) {
      throw new StartFailed(
          "There is no SSL bundle of the name " + name + ".",
          "Define it (spring.ssl.bundle), or change torrentinno.agent.encryption-bundle.",
          e);
    }
  }

  private Credentials credentials(SslBundle found) {
    try {
      Credentials credentials = BundleCredentials.of(found, revoked);
      if (credentials.authorities().isEmpty()) {
        requireNoCrl(settings, "the SSL bundle has no trust store");
      } else if (settings.encryption() != EncryptionMode.REQUIRED) {
        throw new StartFailed(
            "The SSL bundle "
                + settings.encryptionBundle()
                + " has a trust store, so torrentinno.agent.encryption must be required:"
                + " preferred would let in peers without a certificate.",
            "Set torrentinno.agent.encryption to required, or leave the trust store out.");
      }
      return credentials;
    } catch (GeneralSecurityException | RuntimeException e) {
      throw e instanceof StartFailed known ? known : unusable(e);
    }
  }

  private void readCrl() {
    if (settings.encryptionCrl() == null) {
      return;
    }
    CrlFile file = new CrlFile(settings.encryptionCrl());
    try {
      file.changed();
      revoked = file.lists();
      crl = file;
    } catch (IOException | GeneralSecurityException e) {
      throw new StartFailed(
          "The list of revoked certificates " + file + " can't be used: " + e.getMessage(),
          "Correct the file, or change torrentinno.agent.encryption-crl.",
          e);
    }
  }

  private PeerTls start(Credentials credentials) {
    try {
      PeerTls started = PeerTls.of(settings.encryption(), settings.encryptionEngine(), credentials);
      inUse = credentials;
      return started;
    } catch (GeneralSecurityException e) {
      throw unusable(e);
    }
  }

  private StartFailed unusable(Exception cause) {
    return new StartFailed(
        "The SSL bundle "
            + settings.encryptionBundle()
            + " can't be used for peers: "
            + cause.getMessage(),
        "Correct the bundle, or change torrentinno.agent.encryption-bundle.",
        cause);
  }

  PeerTls tls() {
    return tls;
  }

  private synchronized void bundleChanged(SslBundle renewed) {
    newestBundle = renewed;
    readCrlAgain();
    renew("SSL bundle " + settings.encryptionBundle());
  }

  /** How many certificates are on the lists in use. */
  synchronized int revoked() {
    return revoked.stream()
        .mapToInt(
            list -> Objects.requireNonNullElse(list.getRevokedCertificates(), Set.of()).size())
        .sum();
  }

  /** Reads the revoked certificates again if their file has changed. */
  synchronized void lookAtCrl() {
    if (readCrlAgain()) {
      renew("list of revoked certificates");
    }
  }

  /** Returns whether there are other lists than before. */
  private boolean readCrlAgain() {
    CrlFile file = crl;
    if (file == null) {
      return false;
    }
    try {
      boolean changed = file.changed();
      if (changed) {
        newestRevoked = file.lists();
      }
      crlFault = null;
      return changed;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      String fault = e.toString();
      if (!fault.equals(crlFault)) {
        crlFault = fault;
        log.error(
            "The list of revoked certificates {} can't be used, so the old one stays in use: {}",
            file,
            fault);
      }
      return false;
    }
  }

  /** Uses the newest of both; if they don't go together, the newest of one. */
  private void renew(String changed) {
    SslBundle newest = newestBundle;
    SslBundle before = bundle;
    if (newest == null || before == null) {
      return;
    }
    Exception fault = use(newest, newestRevoked);
    if (fault != null && !newest.equals(before) && !newestRevoked.equals(revoked)) {
      if (use(newest, revoked) == null || use(before, newestRevoked) == null) {
        log.error(
            "Only one of the SSL bundle and the list of revoked certificates could be renewed: {}",
            fault.toString());
        return;
      }
    }
    if (fault == null) {
      log.info("The {} has changed, and is in use for peers", changed);
    } else {
      log.error(
          "The {} has changed, and can't be used for peers, so the old one stays in use: {}",
          changed,
          fault.getMessage());
    }
  }

  /** Returns why these can't be used; null when they are in use now. */
  private @Nullable Exception use(SslBundle from, List<X509CRL> lists) {
    try {
      Credentials renewed = BundleCredentials.of(from, lists);
      Credentials before = inUse;
      if (before != null && before.authorities().isEmpty() != renewed.authorities().isEmpty()) {
        return new GeneralSecurityException(
            "a trust store can't be added or removed without a restart");
      }
      tls.renew(renewed);
      inUse = renewed;
      bundle = from;
      revoked = lists;
      return null;
    } catch (GeneralSecurityException | RuntimeException e) {
      return e;
    }
  }

  /** Down when peers refuse this agent's certificate because of the date. */
  Health health(Instant now) {
    Credentials used = inUse;
    Health.Builder health =
        Health.up().withDetail("encryption", settings.encryption().name().toLowerCase(Locale.ROOT));
    if (used == null || settings.encryptionBundle() == null) {
      return health.build();
    }
    X509Certificate own = used.chain().getFirst();
    health
        .withDetail("certificate", CertificateName.of(own))
        .withDetail("until", own.getNotAfter().toInstant().toString());
    return (isValid(own, now) ? health : health.down()).build();
  }

  private static boolean isValid(X509Certificate certificate, Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  /** Whether the settings name a certificate, which can become invalid. */
  boolean hasBundle() {
    return inUse != null && settings.encryptionBundle() != null;
  }

  /** The time until the certificate of the bundle expires; zero when it is not valid now. */
  Duration validity(Instant now) {
    Credentials used = inUse;
    if (used == null || !isValid(used.chain().getFirst(), now)) {
      return Duration.ZERO;
    }
    return Duration.between(now, used.chain().getFirst().getNotAfter().toInstant());
  }

  @Override
  public void close() {
    if (clock != null) {
      clock.shutdownNow();
    }
    tls.close();
  }
}
