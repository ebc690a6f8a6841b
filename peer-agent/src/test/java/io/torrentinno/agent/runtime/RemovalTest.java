package io.torrentinno.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.content.SampleTree;
import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.disk.BootId;
import io.torrentinno.agent.files.FilePool;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a process leaves that is killed while it removes a folder with its data. */
class RemovalTest extends LocalAgents {
  private Path shared;
  private Path state;
  private InfoHash infoHash;
  private byte[] readme;

  @BeforeEach
  void stopInTheMiddle() throws Exception {
    Path data = Files.createDirectories(folder.resolve("agent"));
    shared = new SampleTree().writeTo(data.resolve("model"));
    TorrentAgent agent = agent("agent");
    infoHash = share(agent, shared);
    stop(agent);
    state = data.resolve(".torrentinno/resources/" + infoHash);
    Files.createFile(state.resolve("removal"));
    readme = Files.readAllBytes(shared.resolve("README.md"));
    Files.delete(shared.resolve("README.md"));
  }

  /** A removal that was cut off leaves it, when its manifest is deleted already. */
  @Test
  void believesNoCheckpointOfAnEarlierResource() throws Exception {
    byte[] bytes = new byte[1_000_000];
    new Random(1).nextBytes(bytes);
    TorrentAgent seeder = agent("seeder");
    InfoHash infoHash = share(seeder, Files.write(folder.resolve("stale.bin"), bytes));
    ResourceManifest manifest = seeder.manifest(infoHash);
    TorrentAgent fetcher = agent("fetcher");
    Path data = folder.resolve("fetcher");
    Files.write(data.resolve(".torrentinno-stale.bin"), new byte[bytes.length]);
    Path left =
        Files.createDirectories(
            data.resolve(".torrentinno/resources").resolve(infoHash.toString()));
    int pieces = manifest.layout().count();
    try (FilePool files = FilePool.ofSystem();
        Checkpoint stale =
            new Checkpoint(left.resolve("pieces"), pieces, BootId.current(), files)) {
      stale.begin(Bitfield.full(pieces));
    }

    fetcher.add(manifest);

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    assertThat(data.resolve("stale.bin")).hasBinaryContent(bytes);
  }

  @Test
  void goesOnAfterARestart() throws Exception {
    TorrentAgent agent = agent("agent");

    await().until(() -> agent.list().isEmpty());

    assertThat(shared).doesNotExist();
    assertThat(state).doesNotExist();
  }

  @Test
  void saysThatAFileWasChangedMeanwhile() throws Exception {
    Files.writeString(shared.resolve("bin/run"), "mine");
    TorrentAgent agent = agent("agent");

    awaitState(agent, infoHash, ResourceState.ERROR);
    assertThat(agent.status(infoHash).error()).contains("were being removed");
    await().until(() -> !Files.exists(state.resolve("removal")));
    stop(agent);
    TorrentAgent again = agent("agent");
    awaitState(again, infoHash, ResourceState.ERROR);

    assertThat(shared.resolve("bin/run")).hasContent("mine");
    assertThat(again.status(infoHash).error()).contains("README.md");
  }

  /** The state comes first, so the removal does not go on; it must not do so later. */
  @Test
  void isForgottenWhenTheResourceIsResumed() throws Exception {
    Files.writeString(state.resolve("state.json"), "damaged");
    TorrentAgent agent = agent("agent");
    awaitState(agent, infoHash, ResourceState.ERROR);
    assertThat(state.resolve("removal")).exists();
    Files.write(shared.resolve("README.md"), readme);

    agent.resume(infoHash);

    awaitState(agent, infoHash, ResourceState.SEEDING);
    stop(agent);
    TorrentAgent again = agent("agent");
    awaitState(again, infoHash, ResourceState.SEEDING);
    assertThat(shared.resolve("README.md")).hasBinaryContent(readme);
  }

  @Test
  void isForgottenWhenTheResourceIsAddedAgain() throws Exception {
    Files.delete(state.resolve("info.json"));
    TorrentAgent agent = agent("agent");
    assertThat(agent.list()).isEmpty();

    Files.write(shared.resolve("README.md"), readme);
    share(agent, shared);

    assertThat(state.resolve("info.json")).exists();
    assertThat(state.resolve("removal")).doesNotExist();
  }
}
