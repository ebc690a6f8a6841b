package io.torrentinno.agent.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.content.SampleTree;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.resource.view.ShareStatus;
import io.torrentinno.agent.resource.view.files.FileStatus;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.agent.selection.FolderPart;
import io.torrentinno.protocol.model.InfoHash;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files and folders of one folder that are shared as one resource. */
class PartOfFolderTest extends LocalAgents {
  private Path model;

  @BeforeEach
  void writeTheFolder() throws Exception {
    model = new SampleTree().writeTo(folder.resolve("model"));
  }

  @Test
  void fetchesWhatWasChosenAndNothingElse() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash =
        share(seeder, "chosen", "weights/", "bin/run", "README.md", "logs", "weights/small.bin");

    fetcher.add(seeder.manifest(infoHash));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    Map<String, String> expected = SampleTree.listing(model);
    expected.keySet().removeAll(List.of("empty", "bin/latest"));
    assertThat(SampleTree.listing(folder.resolve("fetcher/chosen"))).isEqualTo(expected);
  }

  @Test
  void isTheResourceOfAFolderThatHasNothingElse() throws Exception {
    Path copy = new SampleTree().writeTo(folder.resolve("copy/model"));
    Files.delete(copy.resolve("empty"));
    Files.delete(copy.resolve("README.md"));

    InfoHash part = share(agent("one"), null, "logs", "weights", "bin");

    assertThat(share(agent("two"), copy)).isEqualTo(part);
  }

  @Test
  void seesNothingOfOtherFiles() throws Exception {
    Files.createSymbolicLink(model.resolve("out"), Path.of("/etc/hostname"));
    Files.createFile(model.resolve(".torrentinno-x"));
    Files.createSymbolicLink(model.resolve("bin/out"), Path.of("../../secret"));
    TorrentAgent agent = agent("seeder");
    InfoHash infoHash = share(agent, null, "bin/run", "weights");

    Files.delete(model.resolve("README.md"));
    Files.writeString(model.resolve("bin/new"), "new");
    agent.recheck(infoHash);
    awaitState(agent, infoHash, ResourceState.SEEDING);
    stop(agent);
    agent = agent("seeder");
    awaitState(agent, infoHash, ResourceState.SEEDING);

    assertThat(agent.status(infoHash).error()).isNull();
    assertThat(again(agent, null, "bin/run", "weights").created()).isFalse();
  }

  @Test
  void sharesTheFolderWithOtherPartsAndTheWhole() throws Exception {
    TorrentAgent agent = agent("seeder");
    List<InfoHash> all =
        List.of(
            share(agent, null, "bin"),
            share(agent, null, "weights"),
            share(agent, "other", "bin", "empty"),
            share(agent, model));
    Map<String, String> before = SampleTree.listing(model);

    stop(agent);
    TorrentAgent restarted = agent("seeder");

    assertThat(restarted.list()).extracting(ResourceStatus::infoHash).hasSameElementsAs(all);
    all.forEach(infoHash -> awaitState(restarted, infoHash, ResourceState.SEEDING));
    all.forEach(infoHash -> restarted.remove(infoHash, true));
    assertThat(SampleTree.listing(model)).isEqualTo(before);
  }

  /** The agent's own files are in it, and all downloads. */
  @Test
  void aPartOfTheDataFolderStopsNoDownload() throws Exception {
    TorrentAgent seeder = agent("seeder");
    InfoHash wanted = share(seeder, model);
    TorrentAgent agent = agent("agent");
    Path data = folder.resolve("agent");
    Files.writeString(data.resolve("a.txt"), "a");
    Files.writeString(data.resolve("b.txt"), "b");
    InfoHash part = part(agent, data, "two", "a.txt", "b.txt").resource().infoHash();
    stop(agent);
    agent = agent("agent");

    agent.add(seeder.manifest(wanted));

    awaitState(agent, wanted, ResourceState.SEEDING);
    awaitState(agent, part, ResourceState.SEEDING);
    agent.remove(part, true);
    assertThat(data.resolve("a.txt")).exists();
  }

  @Test
  void isANewVersionWhenItIsSharedAgain() throws Exception {
    TorrentAgent agent = agent("seeder");
    InfoHash other = share(agent, null, "weights");
    InfoHash first = share(agent, null, "README.md", "bin");
    assertThat(again(agent, null, "bin", "README.md", "bin/run").resource().infoHash())
        .isEqualTo(first);

    Files.writeString(model.resolve("bin/new"), "new");
    InfoHash second = share(agent, null, "bin/", "README.md");

    assertThat(second).isNotEqualTo(first);
    assertThat(((ManifestV2) agent.manifest(second)).envelope().previous()).isEqualTo(first);
    assertThat(agent.list())
        .extracting(ResourceStatus::infoHash)
        .containsExactlyInAnyOrder(other, second);
  }

  @Test
  void namesThePreviousVersionThatItIsTold() throws Exception {
    TorrentAgent agent = agent("seeder");
    InfoHash first = share(agent, null, "weights");
    ShareRequest request =
        new ShareRequest(
            new ShareRequest.Content(model, FolderPart.of(List.of("weights", "bin")), false),
            null,
            "",
            new ShareRequest.Format(null, null, first));

    InfoHash second = agent.share(request).resource().infoHash();

    assertThat(((ManifestV2) agent.manifest(second)).envelope().previous()).isEqualTo(first);
    assertThat(agent.list()).hasSize(2);
  }

  @Test
  void keepsTheListOverARestartWhileItIsHashed() throws Exception {
    setLength(model.resolve("long"), 8L << 30);
    TorrentAgent agent = agent("seeder");
    ShareStatus begun = agent.sharing().begin(request(model, "part", "long", "bin"), Duration.ZERO);
    await().until(() -> hashed(agent, begun) > 10 << 20);
    stop(agent);
    // An earlier release, which would share the whole folder, finds no file and skips the record.
    assertThat(folder.resolve("seeder/.torrentinno/shares/" + begun.id() + ".json"))
        .content()
        .contains("\"file\":null", "\"folder\":\"" + model + "\"");
    setLength(model.resolve("long"), 0);

    TorrentAgent restarted = agent("seeder");

    await().until(() -> !restarted.list().isEmpty());
    assertThat(restarted.files(restarted.list().getFirst().infoHash()))
        .extracting(FileStatus::path)
        .containsExactly("bin/latest", "bin/run", "long");
  }

  @Test
  void namesWhatItCanNotShare() throws Exception {
    Path out = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(out.resolve("secret"), "secret");
    Files.createSymbolicLink(model.resolve("out"), out);
    Files.createSymbolicLink(model.resolve("near"), Path.of("bin"));
    TorrentAgent agent = agent("seeder");

    expectRefusal(agent, Reason.NO_SUCH_FILE, "gone", "bin", "gone");
    expectRefusal(agent, Reason.NO_SUCH_FILE, "run/deeper", "bin/run", "bin/run/deeper");
    expectRefusal(agent, Reason.NO_SUCH_FILE, "bin/gone", "bin", "bin/gone");
    expectRefusal(agent, Reason.UNSHAREABLE, "out/secret", "out/secret");
    expectRefusal(agent, Reason.UNSHAREABLE, "near/run", "near/run");
    expectRefusal(agent, Reason.UNSHAREABLE, "model/out", "out");
    assertThat(again(agent, null, "near", "bin").created()).isTrue();
    assertThat(refusal(() -> part(agent, model.resolve("bin/run"), null, "x")))
        .isEqualTo(Reason.BAD_REQUEST);
    assertThat(refusal(() -> part(agent, Path.of("/etc"), null, "hostname")))
        .isEqualTo(Reason.FORBIDDEN_PATH);
    assertThat(refusal(() -> agent.share(version1()))).isEqualTo(Reason.BAD_REQUEST);
  }

  private static void setLength(Path file, long length) throws Exception {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(length);
    }
  }

  private ShareRequest version1() {
    return new ShareRequest(
        new ShareRequest.Content(model, FolderPart.of(List.of("bin")), false),
        null,
        "",
        new ShareRequest.Format(null, 1, null));
  }

  private static long hashed(TorrentAgent agent, ShareStatus share) {
    return agent.sharing().await(share.id(), Duration.ZERO).progress().hashed();
  }

  private void expectRefusal(TorrentAgent agent, Reason reason, String named, String... include) {
    ResourceException refusal =
        catchThrowableOfType(ResourceException.class, () -> again(agent, null, include));
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal).hasMessageContaining(named);
  }

  private static Reason refusal(ThrowingCallable call) {
    return catchThrowableOfType(ResourceException.class, call).reason();
  }

  private InfoHash share(TorrentAgent agent, @Nullable String name, String... include) {
    Added added = again(agent, name, include);
    assertThat(added.created()).isTrue();
    return added.resource().infoHash();
  }

  private Added again(TorrentAgent agent, @Nullable String name, String... include) {
    return part(agent, model, name, include);
  }

  private static Added part(
      TorrentAgent agent, Path root, @Nullable String name, String... include) {
    return agent.share(request(root, name, include));
  }

  private static ShareRequest request(Path root, @Nullable String name, String... include) {
    return new ShareRequest(
        new ShareRequest.Content(root, FolderPart.of(List.of(include)), false),
        name,
        "",
        new ShareRequest.Format(null, null, null));
  }
}
