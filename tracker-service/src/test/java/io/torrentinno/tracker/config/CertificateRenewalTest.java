package io.torrentinno.tracker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.tracker.TrackerService;
import io.torrentinno.tracker.testing.Certificates;
import io.torrentinno.tracker.testing.HttpProbe;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A certificate that is renewed on disk while the tracker runs. */
class CertificateRenewalTest {
  private static final Duration AT_MOST = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void givesNewConnectionsTheRenewedCertificate() throws Exception {
    X509Certificate first = Certificates.write(folder, "first");
    try (ConfigurableApplicationContext tracker = start()) {
      int port = tracker.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
      try (HttpProbe kept = new HttpProbe(port, Certificates.trusting(first))) {
        assertThat(kept.get("/scrape").body()).contains("failure reason");

        X509Certificate second = Certificates.write(folder, "second");

        await().atMost(AT_MOST).ignoreExceptions().until(() -> answers(port, second));
        assertThat(kept.get("/scrape").body()).as("on an open connection").contains("failure");
      }
    }
  }

  private ConfigurableApplicationContext start() {
    return SpringApplication.run(
        TrackerService.class,
        "--server.port=0",
        "--torrentinno.tracker.udp.enabled=false",
        "--server.ssl.bundle=web",
        "--spring.ssl.bundle.watch.file.quiet-period=50ms",
        "--spring.ssl.bundle.pem.web.reload-on-update=true",
        "--spring.ssl.bundle.pem.web.keystore.certificate=file:" + Certificates.certificate(folder),
        "--spring.ssl.bundle.pem.web.keystore.private-key=file:" + Certificates.key(folder));
  }

  private static boolean answers(int port, X509Certificate trusted) throws Exception {
    try (HttpProbe https = new HttpProbe(port, Certificates.trusting(trusted))) {
      return https.get("/scrape").statusCode() == 200;
    }
  }
}
