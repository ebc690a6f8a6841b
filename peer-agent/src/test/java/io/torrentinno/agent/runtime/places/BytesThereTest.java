package io.torrentinno.agent.runtime.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.runtime.SenderScene;
import io.torrentinno.agent.runtime.TorrentAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Resources whose bytes are on the disk already, where they are only read. */
class BytesThereTest extends SenderScene {
  private Path here;

  @BeforeEach
  void makeFolder() throws Exception {
    here = Files.createDirectory(folder.resolve("here")).toRealPath();
  }

  private ResourceManifest manifest(int version) throws Exception {
    Path file = Files.write(folder.resolve("sender/image.iso"), content(1));
    ShareRequest request = new ShareRequest(file, null, "", null, false, version);
    return sender.manifest(sender.share(request).resource().infoHash());
  }

  private static void makeTree(Path root) throws Exception {
    Files.createDirectories(root.resolve("sub/empty"));
    Files.write(root.resolve("sub/weights.bin"), content(1));
    Files.writeString(root.resolve("readme"), "read me");
    Files.createSymbolicLink(root.resolve("link"), Path.of("sub/weights.bin"));
  }

  private ResourceManifest treeManifest() throws Exception {
    Path root = folder.resolve("sender/model");
    makeTree(root);
    return sender.manifest(share(sender, root));
  }

  private ResourceException refusal(ResourceManifest manifest, Path from) {
    return catchThrowableOfType(
        ResourceException.class, () -> agent.add(manifest, Placement.from(from)));
  }

  @Test
  void servesAFileUnderAnyNameAndFetchesNothing() throws Exception {
    ResourceManifest manifest = manifest(2);
    Path file = Files.write(here.resolve("old.img"), content(1));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));

    agent.add(manifest, Placement.from(file));

    awaitState(agent, manifest.infoHash(), ResourceState.SEEDING);
    assertThat(agent.status(manifest.infoHash()).place().path()).isEqualTo(file);
    assertThat(agent.status(manifest.infoHash()).name()).isEqualTo("image.iso");
    assertThat(agent.counters().downloadedBytes()).isZero();
    sender.remove(manifest.infoHash(), false);
    TorrentAgent third = agent("third");
    third.add(manifest);
    awaitState(third, manifest.infoHash(), ResourceState.SEEDING);
    assertThat(folder.resolve("third/image.iso")).hasBinaryContent(content(1));
  }

  @Test
  void servesAFolderAndSurvivesARestart() throws Exception {
    ResourceManifest manifest = treeManifest();
    Path tree = here.resolve("other-name");
    makeTree(tree);
    agent.add(manifest, Placement.from(tree));
    awaitState(agent, manifest.infoHash(), ResourceState.SEEDING);

    stop(agent);
    agent = agent("data");

    awaitState(agent, manifest.infoHash(), ResourceState.SEEDING);
    assertThat(agent.counters().downloadedBytes()).isZero();
    agent.remove(manifest.infoHash(), true);
    assertThat(tree.resolve("sub/weights.bin")).hasBinaryContent(content(1));
  }

  @Test
  void aLinkTakesTheBytesWhenItsManifestIsHere() throws Exception {
    ResourceManifest manifest = manifest(2);
    Path file = Files.write(here.resolve("old.img"), content(1));
    sender.pause(manifest.infoHash());
    agent.add(manifest.magnet(manifest.trackers()), Placement.from(file));
    stop(agent);
    agent = agent("data");

    sender.resume(manifest.infoHash());

    awaitState(agent, manifest.infoHash(), ResourceState.SEEDING);
    assertThat(agent.status(manifest.infoHash()).place().path()).isEqualTo(file);
    assertThat(agent.counters().downloadedBytes()).isZero();
  }

  @Test
  void namesThePieceThatDiffersAndLeavesTheFileAlone() throws Exception {
    ResourceManifest manifest = manifest(1);
    byte[] other = content(1);
    int size = manifest.layout().size(0);
    other[2 * size] ^= 1;
    Path file = Files.write(here.resolve("old.img"), other);

    ResourceException refusal = refusal(manifest, file);

    assertThat(refusal.reason()).isEqualTo(Reason.MISMATCH);
    assertThat(refusal)
        .hasMessageContaining("piece 2, bytes " + 2 * size + " to " + (3 * size - 1))
        .hasMessageContaining(file.toString());
    assertThat(file).hasBinaryContent(other);
    assertThat(here.toFile().list()).containsExactly("old.img");
    assertThat(agent.list()).isEmpty();
  }

  @Test
  void saysThatTheSizeOrTheBytesDiffer() throws Exception {
    ResourceManifest manifest = manifest(2);
    byte[] other = content(1);
    other[7] ^= 1;

    assertThat(refusal(manifest, Files.write(here.resolve("a"), other)))
        .hasMessageContaining("its hash differs in its bytes as a whole");
    assertThat(refusal(manifest, Files.write(here.resolve("b"), new byte[7])))
        .hasMessageContaining("it has 7 bytes, and not " + SIZE);
    assertThat(refusal(manifest, here)).hasMessageContaining("this is a folder");
    assertThat(refusal(treeManifest(), here.resolve("a"))).hasMessageContaining("this is a file");
  }

  @Test
  void namesTheFileOfAFolderThatDiffers() throws Exception {
    ResourceManifest manifest = treeManifest();
    Path tree = here.resolve("model");
    makeTree(tree);
    Files.writeString(tree.resolve("readme"), "READ ME");
    assertThat(refusal(manifest, tree)).hasMessageContaining(tree.resolve("readme").toString());

    Files.writeString(tree.resolve("readme"), "read me");
    Files.delete(tree.resolve("link"));
    assertThat(refusal(manifest, tree))
        .hasMessageContaining("this is missing")
        .hasMessageContaining(tree.resolve("link").toString());
    assertThat(tree.resolve("link")).doesNotExist();
  }

  @Test
  void readsNothingBehindALinkInAFolder() throws Exception {
    ResourceManifest manifest = treeManifest();
    Path tree = here.resolve("model");
    makeTree(tree);
    Files.move(tree.resolve("sub"), folder.resolve("elsewhere"));
    Files.createSymbolicLink(tree.resolve("sub"), folder.resolve("elsewhere"));

    assertThat(refusal(manifest, tree)).hasMessageContaining("symbolic link");
  }

  @Test
  void takesBytesOnlyWhereTheyMayBeShared() throws Exception {
    ResourceManifest manifest = manifest(2);
    Path state = folder.resolve("data/.torrentinno/peer-id");

    assertThat(refusal(manifest, Path.of("/etc/hosts")).reason()).isEqualTo(Reason.FORBIDDEN_PATH);
    assertThat(refusal(manifest, state).reason()).isEqualTo(Reason.FORBIDDEN_PATH);
    assertThat(refusal(manifest, here.resolve("missing")).reason()).isEqualTo(Reason.NO_SUCH_FILE);
  }

  @Test
  void theSameCallTwiceAddsItOnce() throws Exception {
    ResourceManifest manifest = manifest(2);
    Path file = Files.write(here.resolve("old.img"), content(1));
    assertThat(agent.add(manifest, Placement.from(file)).created()).isTrue();
    assertThat(agent.add(manifest, Placement.from(file)).created()).isFalse();
    assertThat(refusal(manifest, Files.copy(file, here.resolve("copy"))).reason())
        .isEqualTo(Reason.PLACED_ELSEWHERE);
  }
}
