package io.torrentinno.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.PeerAgent;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
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
          .contains("Peers can't be listened for", "choose another torrentinno.agent.listen-port")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void saysThatTheDataFolderIsNone(CapturedOutput output) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    failToStart(file, 0);

    assertThat(output)
        .contains("The data folder can't be used", "choose another torrentinno.agent.data-dir")
        .doesNotContain("\tat ");
  }

  private static void failToStart(Path dataDir, int listenPort) {
    assertThatThrownBy(() ->
            SpringApplication.run(
                PeerAgent.class,
                "--server.port=0",
                "--torrentinno.agent.listen-port=" + listenPort,
                "--torrentinno.agent.data-dir=" + dataDir))
        .hasRootCauseInstanceOf(Exception.class);
  }
}
