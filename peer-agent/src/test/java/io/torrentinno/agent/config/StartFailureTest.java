package io.torrentinno.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.PeerAgent;
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

@ExtendWith(OutputCaptureExtension.class)
class StartFailureTest {
  @TempDir private Path folder;

  @Test
  void saysThatThePeerPortIsTaken(CapturedOutput output) throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      failToStart(folder.resolve("data"), taken.getLocalPort());

      assertThat(output)
          .contains(
              "The agent can't listen for peers", "choose another torrentinno.agent.listen-port")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void saysThatTheDataFolderIsNone(CapturedOutput output) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    failToStart(file, 0);

    assertThat(output)
        .contains("The data folder can't be used", "torrentinno.agent.data-dir")
        .doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "--torrentinno.agent.data-dri=x, Did you mean --torrentinno.agent.data-dir?",
        "--torrentinno.agent.shared-dirs=x, Did you mean --torrentinno.agent.share-dirs?",
        "--server.adress=::1, Did you mean --server.address?",
        "--server.prot=1, Did you mean --server.port?",
        "--sprnig.profiles.active=x, Did you mean --spring.profiles.active?",
        "-torrentinno.agent.data-dir=x, write --torrentinno.agent.data-dir=x.",
        "stray, 'stray' is not a setting",
        "--server.port=1, --server.port is given twice: --server.port=0 and --server.port=1.",
        "--torrentinno.agent.tracker=udp://tracker:80, agents call trackers over HTTP",
        "--torrentinno.agent.tracker=tracker:80/, torrentinno.agent.tracker",
        "--torrentinno.agent.manifest-version=0, manifest-version must be 1 or 2",
        "--torrentinno.agent.manifest-version=3, manifest-version must be 1 or 2",
        "--torrentinno.agent.manifest-version=two, manifest-version must be 1 or 2",
        "--torrentinno.agent.signatures=sometimes, torrentinno.agent.signatures",
        "--torrentinno.agent.signatures=require, there is no list of allowed signers",
        "--server.address=0.0.0.0, Other machines could control this agent",
        "--server.address=192.0.2.1, or set torrentinno.agent.allow-without-token=true",
        "--server.address=, because server.address is every interface and there is no token",
        "--torrentinno.agent.tracker-ssl-bundle=nosuch, There is no SSL bundle of the name nosuch."
      })
  void namesTheSettingThatIsWrong(String word, String part, CapturedOutput output) {
    failToStart(folder.resolve("data"), 0, word);

    assertThat(output).contains(part).doesNotContain("\tat ");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "--server.ssl.bundle=nosuch, There is no SSL bundle of the name nosuch.",
        "--server.ssl.certificate=nosuch.crt, nosuch.crt"
      })
  void namesTheCertificateThatIsMissing(String word, String part, CapturedOutput output) {
    failToStart(folder.resolve("data"), 0, word, "--server.ssl.certificate-private-key=nosuch.key");

    assertThat(output).contains(part, "Correct server.ssl").doesNotContain("\tat ");
  }

  @Test
  void namesThePortThatIsNone(CapturedOutput output) {
    assertThatThrownBy(() ->
            SpringApplication.run(
                PeerAgent.class,
                "--server.port=70000",
                "--torrentinno.agent.listen-port=0",
                "--torrentinno.agent.data-dir=" + folder.resolve("data")))
        .isInstanceOf(RuntimeException.class);

    assertThat(output).contains("port out of range:70000", "server.port").doesNotContain("\tat ");
  }

  @Test
  void saysThatAFileIsNotYaml(CapturedOutput output) throws Exception {
    Path file = Files.writeString(folder.resolve("application.yaml"), "torrentinno: [\n");

    failToStart(folder.resolve("data"), 0, "--spring.config.additional-location=" + file);

    assertThat(output).contains("A file of settings is not YAML").doesNotContain("\tat ");
  }

  @Test
  void namesTheLineOfATokenFileThatIsWrong(CapturedOutput output) throws Exception {
    Path file = Files.writeString(folder.resolve("tokens"), "alice read never\n");

    failToStart(folder.resolve("data"), 0, "--torrentinno.agent.tokens-file=" + file);

    assertThat(output).contains("The token file " + file + " can't be read: line 1");
  }

  @Test
  void namesTheLineOfAFileThatIsWrong(CapturedOutput output) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("application.yaml"),
            "torrentinno:\n  agent:\n    super-seding: false\n  tracker:\n    ttl: 1m\n");

    failToStart(folder.resolve("data"), 0, "--spring.config.additional-location=" + file);

    assertThat(output)
        .contains("application.yaml", "3:19", "Did you mean torrentinno.agent.super-seeding?")
        .doesNotContain("torrentinno.tracker");
  }

  private static void failToStart(Path dataDir, int listenPort, String... more) {
    assertThatThrownBy(() ->
            SpringApplication.run(
                PeerAgent.class,
                Stream.concat(
                        Stream.of(
                            "--server.port=0",
                            "--torrentinno.agent.listen-port=" + listenPort,
                            "--torrentinno.agent.data-dir=" + dataDir),
                        Stream.of(more))
                    .toArray(String[]::new)))
        .isInstanceOf(RuntimeException.class);
  }
}
