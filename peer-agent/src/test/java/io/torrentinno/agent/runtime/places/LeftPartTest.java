package io.torrentinno.agent.runtime.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Unfinished downloads of version 2 that were removed without their data, and are added again. */
class LeftPartTest extends LocalAgents {
  private static final int PIECE = 64 << 10;
  private static final int SIZE = 60 * PIECE + 1;

  private TorrentAgent sender;
  private TorrentAgent agent;
  private byte[] bytes;

  @BeforeEach
  void start() throws Exception {
    Files.createDirectories(folder.resolve("disk"));
    sender = agent("sender");
    agent = agent("data");
    bytes = new byte[SIZE];
    new Random(1).nextBytes(bytes);
  }

  private ResourceManifest manifest(Path file) throws Exception {
    ShareRequest request = new ShareRequest(file, null, "", PIECE, false, 2);
    return sender.manifest(sender.share(request).resource().infoHash());
  }

  private ResourceManifest file() throws Exception {
    return manifest(Files.write(folder.resolve("sender/image"), bytes));
  }

  /** Fetches a part, removes the resource without its data; returns how many bytes were there. */
  private long leave(ResourceManifest manifest, @Nullable Path destination) throws Exception {
    InfoHash infoHash = manifest.infoHash();
    agent.setLimits(new RateLimits(0, 1 << 20));
    agent.add(manifest, new Placement(destination, null));
    await().until(() -> agent.status(infoHash).completedBytes() > 0);
    agent.pause(infoHash);
    long there = agent.status(infoHash).completedBytes();
    assertThat(there).isPositive().isLessThan(SIZE);
    agent.remove(infoHash, false);
    agent.setLimits(RateLimits.NONE);
    return there;
  }

  private void awaitAgain(ResourceManifest manifest, @Nullable Path destination, long there) {
    agent.add(manifest, new Placement(destination, null));
    await()
        .untilAsserted(
            () -> assertThat(agent.status(manifest.infoHash()).completedBytes()).isEqualTo(there));
  }

  /** No peer is there that could say which pieces are right. */
  @Test
  void aFileGoesOnWithThePiecesThatItHas() throws Exception {
    ResourceManifest manifest = file();
    long there = leave(manifest, null);
    stop(sender);
    stop(agent);
    agent = agent("data");

    awaitAgain(manifest, null, there);

    sender = agent("sender");
    awaitState(agent, manifest.infoHash(), ResourceState.SEEDING);
    assertThat(folder.resolve("data/image")).hasBinaryContent(bytes);
    assertThat(agent.counters().downloadedBytes()).isEqualTo(SIZE - there);
    assertThat(folder.resolve("data/.torrentinno/left")).isEmptyDirectory();
  }

  @Test
  void aFolderOnAnotherDiskGoesOnWithThePiecesThatItHas() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("sender/model"));
    Files.write(tree.resolve("weights"), bytes);
    Files.writeString(tree.resolve("config"), "{}");
    ResourceManifest manifest = manifest(tree);
    Path disk = folder.resolve("disk");
    long there = leave(manifest, disk);
    stop(sender);

    awaitAgain(manifest, disk, there);
  }

  @Test
  void aLinkGoesOnWithThePiecesThatItHas() throws Exception {
    ResourceManifest manifest = file();
    long there = leave(manifest, null);
    long before = agent.counters().downloadedBytes();

    agent.add(manifest.magnet(manifest.trackers()));

    awaitState(agent, manifest.infoHash(), ResourceState.SEEDING);
    assertThat(agent.counters().downloadedBytes() - before).isEqualTo(SIZE - there);
  }

  @Test
  void damagedHashesAreFetchedAgain() throws Exception {
    ResourceManifest manifest = file();
    leave(manifest, null);
    Path layers = folder.resolve("data/.torrentinno/left/" + manifest.infoHash() + ".layers");
    Files.write(layers, new byte[(int) Files.size(layers) - 1]);

    agent.add(manifest);

    awaitState(agent, manifest.infoHash(), ResourceState.SEEDING);
    assertThat(folder.resolve("data/image")).hasBinaryContent(bytes);
  }

  @Test
  void aPartOnAnotherDiskIsRefusedWhenItsNoteIsDamaged() throws Exception {
    ResourceManifest manifest = file();
    Placement disk = new Placement(folder.resolve("disk"), null);
    leave(manifest, disk.destination());
    Path note = folder.resolve("data/.torrentinno/left/" + manifest.infoHash());
    Files.write(note, new byte[] {(byte) 0xff, 0});

    ResourceException refusal =
        catchThrowableOfType(ResourceException.class, () -> agent.add(manifest, disk));

    assertThat(refusal.reason()).isEqualTo(ResourceException.Reason.FILE_EXISTS);
  }

  @Test
  void nothingIsKeptOfDataThatAreDeleted() throws Exception {
    ResourceManifest manifest = file();
    leave(manifest, null);
    assertThat(folder.resolve("data/.torrentinno/left")).isNotEmptyDirectory();
    agent.add(manifest);

    agent.remove(manifest.infoHash(), true);

    assertThat(folder.resolve("data/.torrentinno/left")).isEmptyDirectory();
    assertThat(folder.resolve("data").toFile().list()).containsExactly(".torrentinno");
  }
}
