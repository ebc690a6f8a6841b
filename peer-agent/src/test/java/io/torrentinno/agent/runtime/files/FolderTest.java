package io.torrentinno.agent.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.content.SampleTree;
import io.torrentinno.agent.net.pacing.BlockMemory;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.resource.view.files.FileStatus;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Folders that one agent shares and another fetches. */
class FolderTest extends LocalAgents {
  @Test
  void fetchesAFolderAsItIs() throws Exception {
    Path shared = new SampleTree().writeTo(folder.resolve("model"));
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash = share(seeder, shared);
    assertThat(infoHash).isEqualTo(new SampleTree().infoHash());

    fetcher.add(seeder.manifest(infoHash));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    assertThat(SampleTree.listing(folder.resolve("fetcher/model")))
        .isEqualTo(SampleTree.listing(shared));
    assertThat(fetcher.status(infoHash).place().folder()).isTrue();
    assertThat(fetcher.files(infoHash))
        .allMatch(file -> file.completedBytes() == file.size())
        .extracting(FileStatus::path)
        .contains("bin/run", "bin/latest", "logs/old", "weights/größe.bin");
  }

  /** A person has copied the part folder there, from a file system without executable bits. */
  @Test
  void givesFilesOfAPartFolderTheExecutableBitsOfTheManifest() throws Exception {
    Path shared = new SampleTree().writeTo(folder.resolve("model"));
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash = share(seeder, shared);
    Path part = new SampleTree().writeTo(folder.resolve("fetcher/.torrentinno-model"));
    Path run = part.resolve("bin/run");
    assertThat(run.toFile().setExecutable(false, false)).isTrue();
    assertThat(part.resolve("README.md").toFile().setExecutable(true)).isTrue();
    Path other = Files.createLink(folder.resolve("other"), run);
    Files.delete(part.resolve("weights/small.bin"));

    fetcher.add(seeder.manifest(infoHash));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    assertThat(SampleTree.listing(folder.resolve("fetcher/model")))
        .isEqualTo(SampleTree.listing(shared));
    assertThat(other.toFile().canExecute()).isFalse();
  }

  @Test
  void servesOnWhatItHasFetched() throws Exception {
    Path shared = new SampleTree().writeTo(folder.resolve("model"));
    TorrentAgent seeder = agent("seeder");
    TorrentAgent first = agent("first");
    InfoHash infoHash = share(seeder, shared);
    first.add(seeder.manifest(infoHash));
    awaitState(first, infoHash, ResourceState.SEEDING);
    stop(seeder);
    stop(first);
    first = agent("first");
    awaitState(first, infoHash, ResourceState.SEEDING);
    TorrentAgent second = agent("second");

    second.add(first.manifest(infoHash));

    awaitState(second, infoHash, ResourceState.SEEDING);
    assertThat(SampleTree.listing(folder.resolve("second/model")))
        .isEqualTo(SampleTree.listing(shared));
  }

  @Test
  void givesTheMemoryOfSmallFilesBackWhenTheyAreSent() throws Exception {
    long before = BlockMemory.taken();
    Path shared = Files.createDirectories(folder.resolve("notes"));
    for (int number = 0; number < 100; number++) {
      Files.writeString(shared.resolve("note-" + number), "note " + number);
    }
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash = share(seeder, shared);

    fetcher.add(seeder.manifest(infoHash));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    await().untilAsserted(() -> assertThat(BlockMemory.taken()).isLessThanOrEqualTo(before));
  }

  @Test
  void fetchesAFolderWithoutAnyBytes() throws Exception {
    Path shared = Files.createDirectories(folder.resolve("hollow"));
    Files.createDirectories(shared.resolve("a/b"));
    Files.createFile(shared.resolve("empty"));
    Files.createSymbolicLink(shared.resolve("link"), Path.of("empty"));
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash = share(seeder, shared);

    fetcher.add(seeder.manifest(infoHash));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    assertThat(SampleTree.listing(folder.resolve("fetcher/hollow")))
        .isEqualTo(SampleTree.listing(shared));
  }

  @Test
  void fetchesAFileByAManifestOfVersion2() throws Exception {
    Path shared = new SampleTree().writeTo(folder.resolve("model")).resolve("weights/größe.bin");
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash =
        seeder
            .share(new ShareRequest(shared, "film.bin", "", null, false, 2))
            .resource()
            .infoHash();

    fetcher.add(seeder.manifest(infoHash));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    assertThat(folder.resolve("fetcher/film.bin")).hasSameBinaryContentAs(shared);
    assertThat(fetcher.manifest(infoHash).version()).isEqualTo(2);
  }

  @Test
  void isTheSameResourceWhenItIsSharedAgain() throws Exception {
    Path shared = new SampleTree().writeTo(folder.resolve("model"));
    TorrentAgent agent = agent("seeder");
    InfoHash first = share(agent, shared);

    assertThat(share(agent, shared)).isEqualTo(first);

    Files.writeString(shared.resolve("README.md"), "other");
    assertThat(share(agent, shared)).isNotEqualTo(first);
    assertThat(agent.list()).hasSize(1);
  }

  @Test
  void isAnotherResourceWhenEntriesWereAdded() throws Exception {
    Path shared = new SampleTree().writeTo(folder.resolve("model"));
    TorrentAgent agent = agent("seeder");
    Set<InfoHash> versions = new HashSet<>(List.of(share(agent, shared)));

    Files.writeString(shared.resolve("bin/new"), "new");
    versions.add(share(agent, shared));
    Files.createDirectory(shared.resolve("logs/new"));
    versions.add(share(agent, shared));
    Path link = Files.createSymbolicLink(shared.resolve("link"), Path.of("bin"));
    versions.add(share(agent, shared));
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("logs"));
    versions.add(share(agent, shared));
    Files.setPosixFilePermissions(
        shared.resolve("bin/new"), PosixFilePermissions.fromString("rwxr-xr-x"));
    versions.add(share(agent, shared));

    assertThat(versions).hasSize(6);
    assertThat(agent.list()).hasSize(1);
  }

  @Test
  void namesWhatItCanNotShare() throws Exception {
    Path shared = new SampleTree().writeTo(folder.resolve("model"));
    TorrentAgent agent = agent("seeder");
    Path link = Files.createSymbolicLink(shared.resolve("out"), Path.of("../secret"));

    expectRefusal(agent, shared, Reason.UNSHAREABLE, link);

    Files.delete(link);
    Path own = Files.createFile(shared.resolve(".torrentinno-x"));
    expectRefusal(agent, shared, Reason.UNSHAREABLE, own);
  }

  @Test
  void namesTheFirstFewOfManyThatItCanNotShare() throws Exception {
    Path shared = new SampleTree().writeTo(folder.resolve("model"));
    TorrentAgent agent = agent("seeder");
    Files.createSymbolicLink(shared.resolve("out"), Path.of("/etc/hostname"));
    for (int i = 0; i < 9; i++) {
      Files.createFile(shared.resolve(".torrentinno-" + i));
    }

    expectRefusal(agent, shared, Reason.UNSHAREABLE, shared.resolve(".torrentinno-0"));
    ResourceException refusal =
        catchThrowableOfType(ResourceException.class, () -> share(agent, shared));

    assertThat(refusal)
        .hasMessageContaining("model/.torrentinno-4: ")
        .hasMessageEndingWith("; and 5 more")
        .hasMessageNotContainingAny("files[", ".torrentinno-5", "/etc");
    for (int i = 0; i < 9; i++) {
      Files.delete(shared.resolve(".torrentinno-" + i));
    }
    assertThat(catchThrowableOfType(ResourceException.class, () -> share(agent, shared)))
        .hasMessageContaining("leads out of the resource (/etc/hostname)");
  }

  @Test
  void deletesAFetchedFolderAndLeavesASharedOne() throws Exception {
    Path shared = new SampleTree().writeTo(folder.resolve("model"));
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash = share(seeder, shared);
    fetcher.add(seeder.manifest(infoHash));
    awaitState(fetcher, infoHash, ResourceState.SEEDING);

    fetcher.remove(infoHash, true);
    seeder.remove(infoHash, true);

    assertThat(folder.resolve("fetcher/model")).doesNotExist();
    assertThat(shared.resolve("README.md")).exists();
  }

  private static void expectRefusal(TorrentAgent agent, Path shared, Reason reason, Path named) {
    ResourceException refusal =
        catchThrowableOfType(ResourceException.class, () -> share(agent, shared));
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal).hasMessageContaining(named.toString());
  }
}
