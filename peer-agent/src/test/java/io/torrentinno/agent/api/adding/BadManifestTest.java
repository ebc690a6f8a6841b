package io.torrentinno.agent.api.adding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.torrentinno.agent.api.ApiTest;
import io.torrentinno.agent.api.FakeAgent;
import io.torrentinno.agent.api.errors.Problems;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.json.JsonMapper;

/** Manifests of version 2 that are refused, whoever sends them. */
@ApiTest
class BadManifestTest {
  private static final String ROOT = "\"root\":\"" + "ab".repeat(32) + "\"";
  private static final String LONGEST_SIZE = "9223372036854775807";
  private static final int TOO_MANY = 500_001;

  @Autowired private RestTestClient client;
  @Autowired private FakeAgent agent;

  @BeforeEach
  void forgetEverything() {
    agent.reset();
  }

  static Stream<Arguments> inputs() {
    return Stream.of(
        argumentSet("a path that leaves the folder", info(file("\"..\",\"x\""))),
        argumentSet("an absolute path", info(file("\"/etc\",\"x\""))),
        argumentSet("an absolute path with an empty name", info(file("\"\",\"etc\""))),
        argumentSet("NUL in a name", info(file("\"a\\u0000b\""))),
        argumentSet("a reserved name", info(file("\".torrentinno-x\""))),
        argumentSet("a name of 4 KiB", info(file("\"" + "n".repeat(4096) + "\""))),
        argumentSet("200 levels", info(file(levels(200)))),
        argumentSet("two files with one path", info(file("\"a\""), file("\"a\""))),
        argumentSet("a file that is another's folder", info(file("\"a\""), file("\"a\",\"b\""))),
        argumentSet("a link that leaves the tree", info(link("a", "../x"))),
        argumentSet("a link to an absolute path", info(link("a", "/etc/passwd"))),
        argumentSet("links in a loop", info(link("a", "b"), link("b", "a"))),
        argumentSet("no root", info("{\"path\":[\"a\"],\"size\":1}")),
        argumentSet("a short root", info("{\"path\":[\"a\"],\"size\":1,\"root\":\"abab\"}")),
        argumentSet("a size above 2^63", info(file("\"a\"", "99999999999999999999"))),
        argumentSet("a negative size", info(file("\"a\"", "-1"))),
        argumentSet(
            "sizes whose sum is above 2^63",
            info(file("\"a\"", LONGEST_SIZE), file("\"b\"", LONGEST_SIZE))),
        argumentSet("pieces of 3 bytes", info(3, file("\"a\""))),
        argumentSet("more pieces than allowed", info(file("\"a\"", "65536000001"))),
        argumentSet("more entries than allowed", info(folders(TOO_MANY))),
        argumentSet("a name that is a path", info(65_536, file("")).replace("\"n\"", "\"../n\"")));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void refuses(String info) {
    expectRefusal(manifest(info));
  }

  @Test
  void takesOneWithoutAFault() {
    post(manifest(info(file("\"a\""), link("b", "a")))).expectStatus().isCreated();
  }

  static Stream<Arguments> envelopes() {
    String info = JsonMapper.shared().writeValueAsString(info(file("\"a\"")));
    return Stream.of(
        argumentSet(
            "another info-hash",
            "{\"version\":2,\"infoHash\":\"" + "ab".repeat(32) + "\",\"info\":" + info + "}"),
        argumentSet("another version", "{\"version\":3,\"info\":" + info + "}"),
        argumentSet("an info document that is no text", "{\"version\":2,\"info\":{}}"),
        argumentSet(
            "17 trackers",
            "{\"version\":2,\"trackers\":"
                + Collections.nCopies(17, "\"a:80\"")
                + ",\"info\":"
                + info
                + "}"));
  }

  @ParameterizedTest
  @MethodSource("envelopes")
  void refusesEnvelopes(String manifest) {
    expectRefusal(manifest);
  }

  private void expectRefusal(String manifest) {
    Problems.expect(post(manifest), 400, "bad-manifest");
    assertThat(agent.list()).isEmpty();
  }

  private ResponseSpec post(String manifest) {
    return client
        .post()
        .uri("/api/v1/resources")
        .contentType(MediaType.APPLICATION_JSON)
        .body(manifest)
        .exchange();
  }

  private static String manifest(String info) {
    return "{\"version\":2,\"info\":" + JsonMapper.shared().writeValueAsString(info) + "}";
  }

  private static String info(String... entries) {
    return info(65_536, entries);
  }

  private static String info(int pieceLength, String... entries) {
    return "{\"version\":2,\"name\":\"n\",\"pieceLength\":%d,\"files\":[%s]}"
        .formatted(pieceLength, String.join(",", entries));
  }

  private static String file(String path) {
    return file(path, "1");
  }

  private static String file(String path, String size) {
    return "{\"path\":[" + path + "],\"size\":" + size + "," + ROOT + "}";
  }

  private static String link(String name, String target) {
    return "{\"path\":[\"" + name + "\"],\"link\":\"" + target + "\"}";
  }

  private static String levels(int count) {
    return IntStream.range(0, count).mapToObj(_ -> "\"d\"").collect(Collectors.joining(","));
  }

  private static String folders(int count) {
    return IntStream.range(0, count)
        .mapToObj("{\"path\":[\"%06d\"],\"folder\":true}"::formatted)
        .collect(Collectors.joining(","));
  }
}
