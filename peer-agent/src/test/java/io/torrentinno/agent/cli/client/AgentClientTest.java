package io.torrentinno.agent.cli.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.testing.ScriptedServer;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The command line behind a path that swallows what is sent. */
class AgentClientTest {
  private static final Duration BRIEF = Duration.ofMillis(300);

  @Test
  void asksOverANewConnectionWhenAKeptOneSwallowsWhatIsAsked() throws Exception {
    try (ScriptedServer path =
        new ScriptedServer((connection, _) -> {
          ScriptedServer.read(connection);
          String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
          connection
              .getOutputStream()
              .write((head + "Content-Length: 2\r\n\r\n[]").getBytes(ISO_8859_1));
          connection.getInputStream().readAllBytes();
        })) {
      AgentClient client = new AgentClient(path.uri(), Duration.ofSeconds(2));
      for (int i = 0; i < 2; i++) {
        assertThat(client.list()).isEmpty();
      }
    }
  }

  @Test
  void saysThatAnAgentDoesNotAnswer() throws Exception {
    try (ScriptedServer path =
        new ScriptedServer((connection, _) -> connection.getInputStream().readAllBytes())) {
      URI uri = path.uri();
      assertThatThrownBy(() -> new AgentClient(uri, BRIEF).list())
          .isInstanceOf(CommandFailed.class)
          .hasMessage("The agent at " + uri + " takes connections and does not answer.");
    }
  }
}
