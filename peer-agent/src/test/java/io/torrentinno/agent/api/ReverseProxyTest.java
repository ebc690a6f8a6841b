package io.torrentinno.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.resources.AddedResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Behind a proxy that says under which name and path the client called it. */
@SpringBootTest(
    classes = FakeAgentApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    properties = {
      "server.forward-headers-strategy=framework",
      "torrentinno.agent.allow-without-token=true"
    })
class ReverseProxyTest {
  /** Of a page to a file, and of a script to another. */
  private static final Pattern LINK =
      Pattern.compile("(?:href=\"|src=\"|from ')([^\"'#][^\"']*)[\"']");

  @LocalServerPort private int port;
  @Autowired private FakeAgent agent;

  @BeforeEach
  void forgetEverything() {
    agent.reset();
  }

  @Test
  void takesTheForwardedHostForItsOwn() throws IOException {
    assertThat(get("X-Forwarded-Host: files.example.net\r\nX-Forwarded-Proto: https\r\n"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(get("Forwarded: host=files.example.net;proto=https\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void refusesOriginsThatAreNotTheForwardedHost() throws IOException {
    assertThat(get("X-Forwarded-Host: other.example.net\r\nX-Forwarded-Proto: https\r\n"))
        .startsWith("HTTP/1.1 403 ");
  }

  @ParameterizedTest
  @CsvSource({"''", "X-Forwarded-Prefix: /agent1"})
  void saysWhereAResourceIsBelowAnyPath(String header) throws IOException {
    String answer =
        RawHttp.answer(
            port,
            "POST /api/v1/resources HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + (header.isEmpty() ? "" : header + "\r\n")
                + "Content-Type: application/json\r\nContent-Length: "
                + Samples.MANIFEST.length()
                + "\r\n\r\n"
                + Samples.MANIFEST);

    assertThat(answer).startsWith("HTTP/1.1 201 ").contains("\r\nLocation: resources/");
  }

  /** The proxy has taken the path away, as for nginx's {@code proxy_pass http://agent/;}. */
  @ParameterizedTest
  @CsvSource({"''", "X-Forwarded-Prefix: /agent1"})
  void servesAPageWhoseFilesAreFoundBelowAnyPath(String header) throws IOException {
    Set<String> seen = new HashSet<>(Set.of(""));
    Queue<String> files = new ArrayDeque<>(seen);
    while (!files.isEmpty()) {
      String file = files.remove();
      String answer = file(file, header);
      assertThat(answer).as(file).startsWith("HTTP/1.1 200 ");
      for (MatchResult link : LINK.matcher(answer).results().toList()) {
        String target = link.group(1);
        assertThat(target).as("link in %s", file).doesNotStartWith("/").doesNotContain(":");
        String named = target.startsWith("./") ? target.substring(2) : target;
        if (seen.add(named)) {
          files.add(named);
        }
      }
    }
    assertThat(seen).contains("app.js", "api.js", "events.js", "style.css", "icon.svg");
    assertThat(file("api.js", header)).contains("new URL('api/v1', import.meta.url)");
  }

  @Test
  void answersBelowAForwardedPathAsAtTheRoot() throws IOException {
    String prefix = "X-Forwarded-Prefix: /agent1";

    assertThat(file("api/v1/resources", prefix)).startsWith("HTTP/1.1 200 ").contains("[]");
    assertThat(file("nothing", prefix))
        .startsWith("HTTP/1.1 404 ")
        .contains("urn:torrentinno:problem:not-found");
  }

  private String file(String path, String header) throws IOException {
    return RawHttp.answer(
        port,
        "GET /"
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + (header.isEmpty() ? "" : header + "\r\n")
            + "\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/resources, /api/v1/resources/x, resources/x",
    "/api/v1/resources/share, /api/v1/resources/x, x",
    "/api/v1/resources/share, /api/v1/shares/x, ../shares/x"
  })
  void namesPlacesFromWhereTheRequestWas(String from, String to, String location) {
    assertThat(AddedResponse.relative(from, to)).hasToString(location);
  }

  private String get(String headers) throws IOException {
    return RawHttp.answer(
        port,
        "GET /api/v1/resources HTTP/1.1\r\nHost: agent:8090\r\nConnection: close\r\n"
            + "Origin: https://files.example.net\r\n"
            + headers
            + "\r\n");
  }
}
