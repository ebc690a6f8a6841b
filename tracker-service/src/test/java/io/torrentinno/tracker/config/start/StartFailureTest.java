package io.torrentinno.tracker.config.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.tracker.TrackerService;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Faults of the settings or of the machine are reported without a stack trace. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "--torrentinno.tracker.tll=1m, Did you mean --torrentinno.tracker.ttl?",
        "--torrentinno.tracker.limits.max-swarm=1, --torrentinno.tracker.limits.max-swarms?",
        // names of earlier versions
        "--torrentinno.tracker.doors.public-ip=trust, --torrentinno.tracker.endpoints.public-ip?",
        "--torrentinno.tracker.doors.proxy-header=x, --torrentinno.tracker.endpoints.proxy-header?",
        "--torrentinno.tracker.doors.trusted-proxies=x, tracker.endpoints.trusted-proxies?",
        "--torrentinno.tracker.doors.threads=2, --torrentinno.tracker.endpoints.threads?",
        "--spring.data.redis.hots=redis, Did you mean --spring.data.redis.host?",
        "--server.adress=::1, Did you mean --server.address?",
        "-server.port=1, write --server.port=1.",
        "stray, 'stray' is not a setting",
        "--server.port=1, --server.port is given twice",
        "--torrentinno.tracker.ttl=soon, torrentinno.tracker.ttl",
        "--torrentinno.tracker.ttl=1s, torrentinno.tracker.ttl",
        "--torrentinno.tracker.announce-access=token, Set torrentinno.tracker.tokens-file",
        "--torrentinno.tracker.announce-access=closed, torrentinno.tracker.announce-access",
        "--torrentinno.tracker.tokens-file=pom.xml, Correct torrentinno.tracker.tokens-file",
        "--server.ssl.bundle=nosuch, There is no SSL bundle of the name nosuch."
      })
  void namesTheSettingThatIsWrong(String word, String part, CapturedOutput output) {
    failToStart(word);

    assertThat(output).contains(part).doesNotContain("\tat ");
  }

  @Test
  void namesTheCertificateThatIsMissing(CapturedOutput output) {
    Path missing = folder.resolve("missing.crt");

    failToStart(
        "--server.ssl.bundle=web",
        "--spring.ssl.bundle.pem.web.keystore.certificate=file:" + missing,
        "--spring.ssl.bundle.pem.web.keystore.private-key=file:" + missing);

    assertThat(output).contains(missing.toString(), "spring.ssl.bundle").doesNotContain("\tat ");
  }

  @Test
  void namesThePortThatIsNone(CapturedOutput output) {
    failToStart("--torrentinno.tracker.udp.port=0", "--server.port=70000");

    assertThat(output).contains("port out of range:70000", "server.port").doesNotContain("\tat ");
  }

  @Test
  void saysThatAFileIsNotYaml(CapturedOutput output) throws Exception {
    Path file = Files.writeString(folder.resolve("application.yaml"), "torrentinno: [\n");

    failToStart("--spring.config.additional-location=" + file);

    assertThat(output).contains("A file of settings is not YAML").doesNotContain("\tat ");
  }

  @Test
  void saysThatThePortIsTaken(CapturedOutput output) throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      failToStart("--torrentinno.tracker.udp.port=0", "--server.port=" + taken.getLocalPort());

      assertThat(output)
          .contains("Port " + taken.getLocalPort() + " was already in use")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void saysThatTheUdpPortIsTaken(CapturedOutput output) throws Exception {
    try (DatagramSocket taken = new DatagramSocket()) {
      failToStart("--torrentinno.tracker.udp.port=" + taken.getLocalPort());

      assertThat(output)
          .contains(
              "The tracker cannot open UDP port", "choose another torrentinno.tracker.udp.port")
          .doesNotContain("\tat ");
    }
  }

  private static void failToStart(String... more) {
    Stream<String> port = Stream.of("--server.port=0");
    boolean named =
        Stream.of(more).anyMatch(it -> it.startsWith("--server.port=") && more.length > 1);
    String[] arguments =
        Stream.concat(named ? Stream.empty() : port, Stream.of(more)).toArray(String[]::new);

    assertThatThrownBy(() -> SpringApplication.run(TrackerService.class, arguments))
        .isInstanceOf(RuntimeException.class);
  }
}
