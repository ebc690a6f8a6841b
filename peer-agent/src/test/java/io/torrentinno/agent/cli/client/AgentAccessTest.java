package io.torrentinno.agent.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsServer;
import io.torrentinno.agent.testing.TestKeys;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentAccessTest {
  private static final String TOKEN = "ti_" + "A".repeat(43);

  @TempDir private Path folder;

  @Test
  void sendsTheTokenToAnAgentWhoseAuthorityIsNamed() throws Exception {
    TestKeys keys = TestKeys.make(folder);
    Path pem = folder.resolve("ca.pem");
    Files.writeString(
        pem,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder()
                .encodeToString(keys.store().getCertificate("server").getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpsServer server = keys.server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("[]".getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    try {
      URI uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort());

      assertThat(new AgentClient(uri, AgentAccess.of("other", file, pem)).list()).isEmpty();

      assertThat(seen).containsExactly("Bearer " + TOKEN);
      assertThatExceptionOfType(CommandFailed.class)
          .isThrownBy(() -> new AgentClient(uri, AgentAccess.of(TOKEN, null, null)).list())
          .withMessageContaining("--ca-file");
      assertThat(seen).hasSize(1);
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://192.0.2.1:8090", "http://agent", "http://127.0.0.1.example.com"})
  void sendsNoTokenInTheClearToOtherMachinesUnasked(String agent) {
    AgentAccess access = AgentAccess.of(TOKEN, null, null);

    assertThatExceptionOfType(CommandFailed.class)
        .isThrownBy(() -> access.checkedFor(URI.create(agent), false))
        .withMessageContaining("--token-in-clear")
        .withMessageNotContaining(TOKEN);
    assertThat(access.checkedFor(URI.create(agent), true)).isSameAs(access);
    assertThat(AgentAccess.NONE.checkedFor(URI.create(agent), false)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://127.0.0.1:8090", "http://[::1]:1", "http://localhost", "https://agent"})
  void sendsTheTokenWhereNobodyReadsIt(String agent) {
    AgentAccess access = AgentAccess.of(TOKEN, null, null);

    assertThat(access.checkedFor(URI.create(agent), false)).isSameAs(access);
  }

  @Test
  void showsNoTokenInMessages() throws Exception {
    assertThat(AgentAccess.of(TOKEN, null, null).toString()).doesNotContain(TOKEN);
    assertThatExceptionOfType(CommandFailed.class)
        .isThrownBy(() -> AgentAccess.of(TOKEN + "\u0001x", null, null))
        .withMessageNotContaining(TOKEN);
    assertThatExceptionOfType(CommandFailed.class)
        .isThrownBy(() -> AgentAccess.of(null, folder.resolve("none"), null))
        .withMessageContaining("there is no such file");
    Path file = Files.writeString(folder.resolve("nonsense"), "nonsense");
    assertThatExceptionOfType(CommandFailed.class)
        .isThrownBy(() -> AgentAccess.of(null, null, file))
        .withMessageContaining("certificate");
  }
}
