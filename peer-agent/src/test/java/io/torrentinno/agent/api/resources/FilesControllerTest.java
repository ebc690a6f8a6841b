package io.torrentinno.agent.api.resources;

import static io.torrentinno.agent.resource.view.ResourceState.SEEDING;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.api.errors.Problems;
import io.torrentinno.agent.resource.view.files.FileStatus;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.agent.selection.FilePriority;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The files of a resource: their list, and which of them are fetched. */
class FilesControllerTest extends ResourceScene {
  @Test
  void listsTheFilesOfAFolder() {
    agent.put(
        Samples.status("model", SEEDING, 7, 7),
        List.of(
            new FileStatus("bin/run", FileStatus.Type.FILE, 9, 7, true, null, FilePriority.NORMAL),
            new FileStatus(
                "bin/latest", FileStatus.Type.LINK, 0, 0, false, "run", FilePriority.NORMAL),
            new FileStatus("logs", FileStatus.Type.FOLDER, 0, 0, false, null, FilePriority.SKIP)));

    expect(
        "/" + Samples.infoHash("model") + "/files",
        """
        [{"path": "bin/run", "type": "file", "size": 9, "completedBytes": 7, "executable": true,
          "link": null, "priority": "normal"},
         {"path": "bin/latest", "type": "link", "size": 0, "completedBytes": 0,
          "executable": false, "link": "run", "priority": "normal"},
         {"path": "logs", "type": "folder", "size": 0, "completedBytes": 0, "executable": false,
          "link": null, "priority": "skip"}]
        """);
  }

  @Test
  void choosesFiles() {
    agent.put(Samples.status("model", SEEDING, 7, 7), List.of());

    choose("model", "{\"skip\": [\"*.bin\"], \"high\": [\"a,b\", \"bin\"]}")
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.selectedBytes")
        .isEqualTo(7);

    assertThat(agent.calls())
        .containsExactly(
            new FileChoice(List.of(), List.of("*.bin"), List.of(), List.of("a,b", "bin"))
                .toString(),
            "choose " + Samples.infoHash("model"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"skip\": []}",
        "{\"skip\": [\"\"]}",
        "{\"skip\": [null]}",
        "{\"skip\": \"a\"}",
        "[]",
        "null"
      })
  void refusesAChoiceThatNamesNoFile(String body) {
    agent.put(Samples.status("model", SEEDING, 7, 7), List.of());

    choose("model", body).expectStatus().isBadRequest();

    assertThat(agent.calls()).isEmpty();
  }

  private RestTestClient.ResponseSpec choose(String name, String body) {
    return client
        .put()
        .uri(ROOT + "/" + Samples.infoHash(name) + "/files")
        .contentType(MediaType.APPLICATION_JSON)
        .body(body)
        .exchange();
  }

  @ParameterizedTest
  @CsvSource({"?limit=2, 0, 2", "?from=1&limit=1, 1, 1", "?from=2, 2, 1", "?from=7&limit=7, 3, 0"})
  void listsSomeOfManyFiles(String query, int first, int count) {
    agent.put(
        Samples.status("model", SEEDING, 7, 7),
        IntStream.range(0, 3)
            .mapToObj(i ->
                new FileStatus(
                    "f" + i, FileStatus.Type.FILE, 1, 1, false, null, FilePriority.NORMAL))
            .toList());

    client
        .get()
        .uri(ROOT + "/" + Samples.infoHash("model") + "/files" + query)
        .exchange()
        .expectStatus()
        .isOk()
        .expectHeader()
        .valueEquals("X-Total-Count", "3")
        .expectBody()
        .jsonPath("$[*].path")
        .isEqualTo(IntStream.range(first, first + count).mapToObj(i -> "f" + i).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=-1", "from=-1", "limit=all"})
  void refusesPartsOfTheListThatCanNotBe(String query) {
    Problems.expect(
        client.get().uri(ROOT + "/" + FILM + "/files?" + query).exchange(), 400, "bad-request");
  }
}
