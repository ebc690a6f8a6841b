package io.torrentinno.agent.api.adding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.torrentinno.agent.api.ApiTest;
import io.torrentinno.agent.api.FakeAgent;
import io.torrentinno.agent.api.errors.Problems;
import io.torrentinno.agent.testing.BadInfos;
import java.util.Collections;
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
  @Autowired private RestTestClient client;
  @Autowired private FakeAgent agent;

  @BeforeEach
  void forgetEverything() {
    agent.reset();
  }

  @ParameterizedTest
  @MethodSource("io.torrentinno.agent.testing.BadInfos#all")
  void refuses(String info) {
    expectRefusal(manifest(info));
  }

  @Test
  void takesOneWithoutAFault() {
    post(manifest(BadInfos.info(BadInfos.file("\"a\""), BadInfos.link("b", "a"))))
        .expectStatus()
        .isCreated();
  }

  static Stream<Arguments> envelopes() {
    String info = JsonMapper.shared().writeValueAsString(BadInfos.info(BadInfos.file("\"a\"")));
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
}
