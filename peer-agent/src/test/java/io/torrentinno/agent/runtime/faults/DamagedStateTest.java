package io.torrentinno.agent.runtime.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What becomes of an agent whose own files are damaged: it starts, says of each resource what is
 * damaged and what to do, and touches no other file.
 */
class DamagedStateTest extends LocalAgents {
  private static final int SIZE = 300_000;

  private TorrentAgent other;
  private Path data = Path.of("");
  private Path elsewhere;
  private Path template;

  /** Shared in place with a manifest of version 1. */
  private InfoHash shared;

  /** Downloaded, and paused. */
  private InfoHash paused;

  /** A link that nobody knows. */
  private InfoHash link;

  /** A folder that is shared in place. */
  private InfoHash tree;

  /** Downloaded. Nothing of it is ever damaged. */
  private InfoHash bystander;

  @BeforeEach
  void makeAFolder() throws Exception {
    elsewhere = Files.createDirectories(folder.resolve("elsewhere")).toRealPath();
    template = Files.createDirectories(folder.resolve("template"));
    other = agent("other");
    try (Closing closing = new Closing(agent(template))) {
      TorrentAgent agent = closing.agent;
      shared = shareAsVersion1(agent, fill(elsewhere.resolve("shared.bin"), 1));
      paused = share(other, fill(folder.resolve("other/paused.bin"), 2));
      bystander = share(other, fill(folder.resolve("other/bystander.bin"), 3));
      tree = share(agent, makeTree());
      link = InfoHash.parse("ab".repeat(32));
      other.add(agent.status(tree).magnet());
      other.add(agent.manifest(shared));
      agent.add(other.manifest(paused));
      agent.add(other.status(bystander).magnet());
      agent.add(new MagnetLink(link, List.of(), null));
      awaitState(other, shared, ResourceState.SEEDING);
      awaitState(other, tree, ResourceState.SEEDING);
      awaitState(agent, paused, ResourceState.SEEDING);
      awaitState(agent, bystander, ResourceState.SEEDING);
      agent.pause(paused);
    }
  }

  private static InfoHash shareAsVersion1(TorrentAgent agent, Path file) {
    ShareRequest request = new ShareRequest(file, null, "", null, false, 1);
    return agent.share(request).resource().infoHash();
  }

  private Path makeTree() throws IOException {
    Path made = Files.createDirectories(elsewhere.resolve("tree"));
    fill(made.resolve("one.bin"), 4);
    fill(Files.createDirectory(made.resolve("below")).resolve("two.bin"), 5);
    return made;
  }

  private final class Closing implements AutoCloseable {
    private final TorrentAgent agent;

    Closing(TorrentAgent agent) {
      this.agent = agent;
    }

    @Override
    public void close() {
      stop(agent);
    }
  }

  private static Path fill(Path file, int seed) throws IOException {
    byte[] content = new byte[SIZE];
    new Random(seed).nextBytes(content);
    return Files.write(file, content);
  }

  /** How a file is damaged. */
  private enum Damage {
    EMPTY {
      @Override
      void to(Path file) throws IOException {
        Files.write(file, new byte[0]);
      }
    },
    CUT {
      @Override
      void to(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
      }
    },
    ZEROS {
      @Override
      void to(Path file) throws IOException {
        Files.write(file, new byte[Math.toIntExact(Files.size(file))]);
      }
    },
    OTHER_JSON {
      @Override
      void to(Path file) throws IOException {
        Files.writeString(
            file, "{\"link\":[null],\"file\":{},\"trackers\":[null],\"pieces\":[null]}");
      }
    },
    FOLDER {
      @Override
      void to(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.writeString(Files.createDirectory(file).resolve("inside"), "x");
      }
    };

    abstract void to(Path file) throws IOException;
  }

  @Test
  void damagedManifestsAreFetchedAgain() throws Exception {
    for (Damage damage : Damage.values()) {
      damaged(
          damage,
          "(manifest|info|envelope)[.]json",
          agent -> {
            assertThat(agent.status(paused).state()).isEqualTo(ResourceState.PAUSED);
            awaitState(
                agent, shared, ResourceState.SEEDING); // It is fetched without being asked for.
            assertThat(agent.status(shared).error()).isNull();
            agent.resume(paused);
            awaitState(agent, paused, ResourceState.SEEDING);
          });
    }
  }

  @Test
  void whatIsDamagedOfAFolderIsFetchedAndReadAgain() throws Exception {
    for (Damage damage : Damage.values()) {
      for (String name : List.of("info[.]json", "envelope[.]json", "layers|stamps|pieces")) {
        damaged(damage, name, agent -> awaitState(agent, tree, ResourceState.SEEDING));
      }
    }
  }

  @Test
  void saysThatAManifestIsDamagedThatNobodyHas() throws Exception {
    other.remove(shared, true);
    damaged(
        Damage.ZEROS,
        "manifest.json",
        agent -> {
          assertThat(agent.status(shared).state()).isEqualTo(ResourceState.FETCHING_MANIFEST);
          assertThat(agent.status(shared).error())
              .contains("manifest.json is damaged", "share the file again");
          agent.remove(shared, false);
          assertThat(share(agent, elsewhere.resolve("shared.bin"))).isNotEqualTo(shared);
        });
  }

  @Test
  void aDamagedStateWaitsForAPersonAndNobodysFileIsTouched() throws Exception {
    for (Damage damage : Damage.values()) {
      damaged(
          damage,
          "state.json",
          agent -> {
            for (InfoHash each : List.of(shared, paused)) {
              awaitState(agent, each, ResourceState.ERROR);
              assertThat(agent.status(each).error())
                  .contains(each + "/state.json is damaged", "Share the file again", "resume");
              assertThat(agent.pause(each).state()).isEqualTo(ResourceState.ERROR);
            }
            assertThat(share(agent, elsewhere.resolve("shared.bin"))).isEqualTo(shared);
            awaitState(agent, shared, ResourceState.SEEDING);
            agent.resume(paused);
            awaitState(agent, paused, ResourceState.SEEDING);
          });
    }
  }

  @Test
  void resumesAFileSharedInPlaceAsADownloadWhoseNameIsTaken() throws Exception {
    Files.writeString(template.resolve("shared.bin"), "somebody's own");
    damaged(
        Damage.CUT,
        "state.json",
        agent -> {
          awaitState(agent, shared, ResourceState.ERROR);

          agent.recheck(shared);

          await()
              .untilAsserted(() ->
                  assertThat(agent.status(shared).error())
                      .contains("no longer matches its manifest"));
          assertThat(data.resolve("shared.bin")).hasContent("somebody's own");
        });
  }

  @Test
  void readsFilesAgainWhoseCheckpointIsDamaged() throws Exception {
    for (Damage damage : Damage.values()) {
      damaged(
          damage,
          "pieces",
          agent -> {
            awaitState(agent, shared, ResourceState.SEEDING);
            agent.resume(paused);
            awaitState(agent, paused, ResourceState.SEEDING);
          });
    }
  }

  @Test
  void looksForPeersOfALinkThatIsDamaged() throws Exception {
    for (Damage damage : Damage.values()) {
      damaged(
          damage,
          "magnet.json",
          agent -> {
            assertThat(agent.status(link).state()).isEqualTo(ResourceState.FETCHING_MANIFEST);
            assertThat(agent.status(link).error()).contains("magnet.json is damaged");
            awaitState(agent, shared, ResourceState.SEEDING);
          });
    }
  }

  @Test
  void startsWhateverTheOtherFilesAre() throws Exception {
    Path folder = template.resolve(".torrentinno/resources").resolve(shared.toString());
    for (String name : List.of("manifest.part", "hashes", "state.json.new", "pieces.new")) {
      Files.writeString(folder.resolve(name), name);
    }
    for (Damage damage : Damage.values()) {
      damaged(
          damage,
          "peer-id|announce-secret|lock|manifest.part|hashes|.*[.]new",
          agent -> awaitState(agent, shared, ResourceState.SEEDING));
    }
  }

  @Test
  void startsWithoutAShareThatIsDamaged() throws Exception {
    Path shares = Files.createDirectories(template.resolve(".torrentinno/shares"));
    for (Damage damage : Damage.values()) {
      Path share = shares.resolve(damage + ".json");
      Files.writeString(share, "{\"file\":\"/x\",\"name\":\"x\",\"comment\":\"\"}");
      damage.to(share);
    }
    damaged(
        Damage.EMPTY,
        "lock",
        agent -> {
          awaitState(agent, shared, ResourceState.SEEDING);
          assertThat(agent.sharing().list()).isEmpty();
        });
  }

  @Test
  void startsWithFilesInThePlaceOfItsFolders() throws Exception {
    Path state = template.resolve(".torrentinno");
    for (String name : List.of("shares", "resources")) {
      Path place = state.resolve(name);
      if (Files.exists(place)) {
        Files.move(place, folder.resolve("moved-" + name));
      }
      Files.writeString(place, "no folder");
    }
    TorrentAgent agent = agent(template);
    assertThat(agent.list()).isEmpty();
    share(agent, elsewhere.resolve("shared.bin"));
  }

  private interface Check {
    void of(TorrentAgent agent) throws Exception;
  }

  /**
   * Starts an agent on a copy of the folder in which all files of a name but those of the bystander
   * are damaged.
   *
   * @param name a regular expression
   */
  private void damaged(Damage damage, String name, Check check) throws Exception {
    data = folder.resolve("copy");
    copy(template, data);
    Path state = data.resolve(".torrentinno");
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.filter(it -> isNamed(it, name)).toList()) {
        if (!file.toString().contains(bystander.toString())) {
          damage.to(file);
        }
      }
    }
    try (Closing closing = new Closing(agent(data))) {
      TorrentAgent agent = closing.agent;
      assertThat(agent.list())
          .extracting(ResourceStatus::infoHash)
          .containsExactlyInAnyOrder(shared, paused, link, tree, bystander);
      awaitState(agent, bystander, ResourceState.SEEDING);
      check.of(agent);
      assertThat(elsewhere.resolve("shared.bin")).hasSameBinaryContentAs(filled(1));
      assertThat(elsewhere.resolve("tree/one.bin")).hasSameBinaryContentAs(filled(4));
      assertThat(elsewhere.resolve("tree/below/two.bin")).hasSameBinaryContentAs(filled(5));
      assertThat(data.resolve("paused.bin")).hasSameBinaryContentAs(filled(2));
      assertThat(data.resolve("bystander.bin")).hasSameBinaryContentAs(filled(3));
    } catch (AssertionError | ConditionTimeoutException e) {
      throw new AssertionError(name + " " + damage + ": " + e.getMessage(), e);
    }
    // What was decided outlives the next restart.
    try (Closing closing = new Closing(agent(data))) {
      awaitState(closing.agent, bystander, ResourceState.SEEDING);
    }
    delete(data);
  }

  private static boolean isNamed(Path file, String name) {
    return Files.isRegularFile(file) && String.valueOf(file.getFileName()).matches(name);
  }

  private Path filled(int seed) throws IOException {
    return fill(folder.resolve("filled"), seed);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(from.relativize(each)));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted((one, two) -> two.compareTo(one)).toList()) {
        Files.delete(each);
      }
    }
  }
}
