package io.torrentinno.agent.api.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.ApiTest;
import io.torrentinno.agent.api.FakeAgent;
import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.api.errors.Problems;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.manifest.ManifestReader;
import io.torrentinno.protocol.model.InfoHash;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

@ApiTest
class SignaturesControllerTest {
  @Autowired private RestTestClient client;
  @Autowired private FakeAgent agent;
  private InfoHash film = Samples.infoHash("film.mkv");

  @BeforeEach
  void putOneResource() throws Exception {
    agent.reset();
    byte[] text = Samples.MANIFEST.getBytes(StandardCharsets.UTF_8);
    Manifest manifest = ManifestReader.read(new ByteArrayInputStream(text));
    film = agent.add(ManifestV1.of(manifest)).resource().infoHash();
  }

  @Test
  void showsAndReplacesTheSignatures() {
    put("{\"signatures\": [\"one\", \"two\"]}").expectStatus().isOk();

    client
        .get()
        .uri(path(""))
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .json("{\"signatures\": [\"one\", \"two\"]}");
    assertThat(agent.manifest(film).signatures()).isEqualTo(List.of("one", "two"));
  }

  @Test
  void givesWhatIsSignedByteForByte() {
    client
        .get()
        .uri(path("/message"))
        .exchange()
        .expectStatus()
        .isOk()
        .expectHeader()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .expectBody()
        .consumeWith(body ->
            assertThat(new String(body.getResponseBodyContent(), StandardCharsets.US_ASCII))
                .isEqualTo(film.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"signatures\": null}", "{\"signatures\": [null]}", "[]"})
  void refusesWhatIsNoListOfSignatures(String body) {
    put(body).expectStatus().isBadRequest();
  }

  @ParameterizedTest
  @CsvSource({"BAD_SIGNATURE, bad-signature, 400", "NOT_SIGNED, not-signed, 403"})
  void saysWhySignaturesAreRefused(Reason reason, String type, int status) {
    agent.failWith(reason, "no");

    Problems.expect(put("{\"signatures\": []}"), status, type);
  }

  private RestTestClient.ResponseSpec put(String body) {
    return client.put().uri(path("")).contentType(MediaType.APPLICATION_JSON).body(body).exchange();
  }

  private String path(String more) {
    return "/api/v1/resources/" + film + "/signatures" + more;
  }
}
