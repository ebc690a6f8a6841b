package io.torrentinno.agent.api.resources;

import static io.torrentinno.agent.resource.view.ResourceState.DOWNLOADING;
import static io.torrentinno.agent.resource.view.ResourceState.ERROR;
import static io.torrentinno.agent.resource.view.ResourceState.SEEDING;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.api.errors.Problems;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.protocol.model.Bitfield;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

class ResourceControllerTest extends ResourceScene {
  @Test
  void listsResources() {
    client
        .get()
        .uri(ROOT)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .json("[{'infoHash': '%s', 'name': 'film.mkv'}]".formatted(FILM).replace('\'', '"'));
  }

  @Test
  void showsEverythingOfADownload() {
    expect(
        "/" + FILM,
        """
        {"infoHash": "%s", "name": "film.mkv", "state": "downloading", "size": 1000,
         "selectedBytes": 1000,
         "completedBytes": 250, "reusedBytes": 62, "progress": 0.25, "downloadRate": 52400000,
         "uploadRate": 1200000, "peers": 3, "seeders": 2,
         "knownSeeders": 4, "knownLeechers": 11, "eta": 3, "error": null,
         "retryIn": null, "waiting": null,
         "path": "/srv/film.mkv", "folder": false}
        """
            .formatted(FILM));
  }

  @Test
  void waitsAsLongAsItIsTold() {
    expect("/" + FILM + "?wait=600", "{\"state\": \"downloading\"}");

    assertThat(agent.calls()).containsExactly("wait 600 s for " + FILM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "601", "soon", "1.5"})
  void waitsForAFewMinutesAtMost(String wait) {
    Problems.expect(
        client.get().uri(ROOT + "/" + FILM + "?wait=" + wait).exchange(), 400, "bad-request");
  }

  @Test
  void showsNoTimeLeftForWhatIsComplete() {
    put(Samples.status("done.iso", SEEDING, 7, 7), anyPieces());

    expect(
        "/" + Samples.infoHash("done.iso"),
        "{\"state\": \"seeding\", \"progress\": 1.0, \"eta\": null, \"error\": null}");
  }

  @Test
  void showsWhyAResourceFailed() {
    put(Samples.status("big.iso", ERROR, 9, 1), anyPieces());

    expect(
        "/" + Samples.infoHash("big.iso"),
        "{\"state\": \"error\", \"error\": \"the disk is full\", \"retryIn\": 5}");
  }

  @ParameterizedTest
  @CsvSource({"'', failed.iso", "?paused=true, failed.iso paused.iso"})
  void resumesAllThatFailedAndWhatIsPausedOnlyWhenTold(String query, String names) {
    put(Samples.status("failed.iso", ERROR, 9, 1), anyPieces());
    put(Samples.status("paused.iso", ResourceState.PAUSED, 9, 1), anyPieces());

    client
        .post()
        .uri(ROOT + "/resume" + query)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$[*].name")
        .isEqualTo(List.of(names.split(" ")));
  }

  @Test
  void acceptsInfoHashesInUpperCase() {
    expect(
        "/" + FILM.toString().toUpperCase(Locale.ROOT), "{\"infoHash\": \"%s\"}".formatted(FILM));
  }

  @Test
  void showsPiecesAsABitfield() {
    expect(
        "/" + FILM + "/pieces",
        "{\"total\": 10, \"completed\": 2, \"bitfield\": \"gEA=\", \"started\": \"QAA=\"}");
  }

  @Test
  void listsPieceStatesOnRequest() {
    expect(
        "/" + FILM + "/pieces?view=list",
        """
        {"total": 10, "completed": 2, "states": ["verified", "started", "missing", "missing",
         "missing", "missing", "missing", "missing", "missing", "verified"]}
        """);
  }

  @Test
  void refusesOtherViewsOfPieces() {
    Problems.expect(
        client.get().uri(ROOT + "/" + FILM + "/pieces?view=circle").exchange(), 400, "bad-request");
  }

  @Test
  void showsPeers() {
    agent.put(
        Samples.status("film.mkv", DOWNLOADING, 1000, 250),
        anyPieces(),
        List.of(
            Samples.peer("-TI0200-", "TorrentInno 0.1", true),
            Samples.peer("old-peer", "", false)));

    expect(
        "/" + FILM + "/peers",
        """
        [{"address": "192.0.2.7:6881", "protocol": "TI/2", "software": "TorrentInno 0.1",
          "direction": "outgoing", "pieces": 3, "downloaded": 1048576, "uploaded": 2097152,
          "downloadRate": 1000, "uploadRate": 2000, "requests": 16,
          "encrypted": true, "certificate": "node-1"},
         {"protocol": "TI/1", "software": "", "direction": "incoming",
          "encrypted": false, "certificate": null}]
        """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume", "recheck"})
  void changesWhatAResourceDoes(String verb) {
    client
        .post()
        .uri(ROOT + "/" + FILM + "/" + verb)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.infoHash")
        .isEqualTo(FILM.toString());

    assertThat(agent.calls()).containsExactly(verb + " " + FILM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rarest-first", "sequential"})
  void choosesTheOrderOfPieces(String order) {
    order("{\"order\": \"" + order + "\"}")
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.order")
        .isEqualTo("rarest-first"); // the fake agent's

    assertThat(agent.calls()).containsExactly(order + " " + FILM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"order\": null}", "{\"order\": \"random\"}"})
  void refusesOrdersThatThereAreNot(String body) {
    Problems.expect(order(body), 400, "bad-request");
  }

  private RestTestClient.ResponseSpec order(String body) {
    return client
        .put()
        .uri(ROOT + "/" + FILM + "/order")
        .contentType(MediaType.APPLICATION_JSON)
        .body(body)
        .exchange();
  }

  @ParameterizedTest
  @CsvSource({"'',remove", "?deleteData=false,remove", "?deleteData=true,delete"})
  void removesAResourceAndItsFileOnlyWhenTold(String query, String call) {
    client.delete().uri(ROOT + "/" + FILM + query).exchange().expectStatus().isNoContent();

    assertThat(agent.calls()).containsExactly(call + " " + FILM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/pieces", "/peers", "/manifest"})
  void answers404ForUnknownResources(String part) {
    Problems.expect(
        client.get().uri(ROOT + "/" + Samples.infoHash("unknown") + part).exchange(),
        404,
        "unknown-resource");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "zz18b6f653bebc184e1479f1935b8da974d701b893afcf49e701f3e2f9f9c5azz",
        "bf718b6f653bebc184e1479f1935b8da974d701b893afcf49e701f3e2f9f9c5a00"
      })
  void answers400ForWhatIsNoInfoHash(String infoHash) {
    Problems.expect(client.get().uri(ROOT + "/" + infoHash).exchange(), 400, "bad-info-hash");
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN,404,unknown-resource",
    "NOT_BANNED,404,unknown-ban",
    "BUSY,409,resource-busy",
    "MEMORY_FULL,413,memory-full",
    "NO_MANIFEST,409,no-manifest",
    "BAD_NAME,400,bad-name",
    "FORBIDDEN_PATH,403,forbidden-path",
    "NO_SUCH_FILE,404,no-such-file",
    "EMPTY_FILE,400,empty-file",
    "BAD_REQUEST,400,bad-request",
    "FILE_EXISTS,409,file-exists",
    "NAME_TAKEN,409,name-taken",
    "DISK_FULL,413,disk-full",
    "STORAGE,500,storage",
    "FILE_CHANGED,409,file-changed"
  })
  void givesEveryReasonItsStatusAndType(Reason reason, int status, String type) {
    agent.failWith(reason, "because of this");

    Problems.expect(client.post().uri(ROOT + "/" + FILM + "/recheck").exchange(), status, type)
        .jsonPath("$.detail")
        .isEqualTo("because of this");
  }

  private static PieceStatus anyPieces() {
    return new PieceStatus(new Bitfield(1), new Bitfield(1));
  }
}
