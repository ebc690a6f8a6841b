package io.torrentinno.agent.cli.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.testing.ScriptedServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
      AgentClient client = new AgentClient(path.uri(), AgentAccess.NONE, Duration.ofSeconds(2));
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
      assertThatThrownBy(() -> new AgentClient(uri, AgentAccess.NONE, BRIEF).list())
          .isInstanceOf(CommandFailed.class)
          .hasMessage("The agent at " + uri + " accepts connections and does not answer.");
    }
  }

  @Test
  void cleansTheTextsThatAnAgentSends() throws Exception {
    String paths =
        "[{\"path\":\"a\\u001b[2J\u202e\\u0000b\",\"type\":\"file\",\"size\":1,"
            + "\"completedBytes\":0,\"executable\":false,\"link\":null,\"priority\":\"skip\"}]";
    String problem = "{\"title\":\"No\",\"detail\":\"\\u001b]0;x\\u0007\u009b\"}";
    try (ScriptedServer path =
        new ScriptedServer((connection, _) -> {
          boolean files = ScriptedServer.read(connection).contains("/files");
          byte[] body = (files ? paths : problem).getBytes(StandardCharsets.UTF_8);
          String head = "HTTP/1.1 " + (files ? "200 OK" : "400 Bad Request") + "\r\n";
          connection
              .getOutputStream()
              .write((head + "Content-Length: " + body.length + "\r\n\r\n").getBytes(ISO_8859_1));
          connection.getOutputStream().write(body);
          connection.getInputStream().readAllBytes();
        })) {
      AgentClient client = new AgentClient(path.uri(), AgentAccess.NONE, Duration.ofSeconds(20));

      assertThat(client.files("ab").getFirst().path()).isEqualTo("a<U+001B>[2J<U+202E><U+0000>b");
      assertThatThrownBy(() -> new AgentClient(path.uri()).status("ab"))
          .hasMessage("No: <U+001B>]0;x<U+0007><U+009B>");
    }
  }
}
