package io.torrentinno.agent.content.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.content.Scene;
import io.torrentinno.agent.content.disk.StorageException.Reason;
import io.torrentinno.protocol.model.FileName;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFolderTest {
  @TempDir Path temporary;

  private Path outside;
  private Path share;
  private DataFolder folder;

  @BeforeEach
  void open() throws Exception {
    Path real = temporary.toRealPath();
    outside = Files.createDirectory(real.resolve("outside"));
    share = Files.createDirectory(real.resolve("share"));
    folder = DataFolder.open(real.resolve("data"), List.of(share, real.resolve("missing")));
  }

  @Test
  void laysFilesAndTheirPartsSideBySide() throws Exception {
    assertThat(folder.fileFor("a b.mp4")).isEqualTo(folder.root().resolve("a b.mp4"));
    assertThat(folder.partFor("a b.mp4")).isEqualTo(folder.root().resolve(".torrentinno-a b.mp4"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../x",
        "/etc/passwd",
        "a/b",
        "a/",
        "a\\b",
        "..\\x",
        "nul\0",
        "tab\t",
        " ",
        ".torrentinno",
        ".torrentinno-x",
        ".torrentinno~x",
        ".TorrentInno-x"
      })
  void refusesNamesThatArePathsOrReserved(String name) {
    assertThat(Scene.refusal(() -> folder.fileFor(name))).isEqualTo(Reason.BAD_NAME);
    assertThat(Scene.refusal(() -> folder.partFor(name))).isEqualTo(Reason.BAD_NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"...", "..x", "-rf", ".hidden", "~", "%2e%2e%2fx", "C:", "torrentinno"})
  void takesNamesThatOnlyLookStrange(String name) throws Exception {
    assertThat(folder.fileFor(name).getParent()).isEqualTo(folder.root());
  }

  @Test
  void hasAPartNameForTheLongestNamesToo() throws Exception {
    String longest = "x".repeat(255);
    String other = "x".repeat(254) + "y";

    Path part = folder.partFor(longest);

    Files.createFile(part);
    assertThat(part).isNotEqualTo(folder.partFor(other));
    assertThat(FileName.isReserved(part.getFileName().toString())).isTrue();
  }

  @Test
  void allowsFilesInTheDataFolderAndTheShareFolders() throws Exception {
    Path shared = Files.createFile(Files.createDirectory(share.resolve("sub")).resolve("file"));
    Path ours = Files.createFile(folder.root().resolve("ours"));

    assertThat(folder.allowed(shared)).isEqualTo(shared);
    assertThat(folder.allowed(ours)).isEqualTo(ours);
    assertThat(folder.allowed(Path.of("ours"))).isEqualTo(ours);
    assertThat(folder.allowed(share.resolve("sub/../sub/file"))).isEqualTo(shared);
  }

  @Test
  void refusesWhatIsOutside() throws Exception {
    Path file = Files.createFile(outside.resolve("file"));
    Path sibling = Files.createDirectory(temporary.resolve("share-not")).resolve("file");
    Files.createFile(sibling);

    assertThat(refusal(file)).isEqualTo(Reason.FORBIDDEN_PATH);
    assertThat(refusal(sibling)).isEqualTo(Reason.FORBIDDEN_PATH);
    assertThat(refusal(Path.of("../outside/file"))).isEqualTo(Reason.FORBIDDEN_PATH);
    assertThat(refusal(share.resolve("../outside/file"))).isEqualTo(Reason.FORBIDDEN_PATH);
  }

  @Test
  void followsLinksBeforeItDecides() throws Exception {
    Path secret = Files.createFile(outside.resolve("secret"));
    Path ours = Files.createFile(folder.root().resolve("ours"));
    Path escaping = Files.createSymbolicLink(share.resolve("escaping"), secret);
    Path escapingFolder = Files.createSymbolicLink(share.resolve("folder"), outside);
    Path staying = Files.createSymbolicLink(share.resolve("staying"), ours);

    assertThat(refusal(escaping)).isEqualTo(Reason.FORBIDDEN_PATH);
    assertThat(refusal(escapingFolder.resolve("secret"))).isEqualTo(Reason.FORBIDDEN_PATH);
    assertThat(folder.allowed(staying)).isEqualTo(ours);
  }

  @Test
  void doesNotTellWhatExistsOutside() {
    assertThat(refusal(outside.resolve("missing"))).isEqualTo(Reason.FORBIDDEN_PATH);
    assertThat(refusal(share.resolve("missing"))).isEqualTo(Reason.NO_SUCH_FILE);
  }

  @Test
  void neverSharesTheAgentsOwnFiles() throws Exception {
    Path state = Files.createDirectory(folder.root().resolve(".torrentinno"));
    Path id = Files.createFile(state.resolve("peer-id"));
    Path part = Files.createFile(folder.root().resolve(".torrentinno-x"));
    Path link = Files.createSymbolicLink(share.resolve("link"), id);

    assertThat(refusal(id)).isEqualTo(Reason.FORBIDDEN_PATH);
    assertThat(refusal(part)).isEqualTo(Reason.FORBIDDEN_PATH);
    assertThat(refusal(link)).isEqualTo(Reason.FORBIDDEN_PATH);
  }

  @Test
  void sharesRegularFilesAndFoldersOnly() throws Exception {
    Path sub = Files.createDirectory(share.resolve("sub"));
    assertThat(folder.allowed(sub)).isEqualTo(sub.toRealPath());

    Path socket = share.resolve("socket");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      assertThat(refusal(socket)).isEqualTo(Reason.NO_SUCH_FILE);
    }
  }

  @Test
  void mayItselfLieInAFolderWithAReservedName() throws IOException, StorageException {
    DataFolder hidden = DataFolder.open(temporary.resolve(".torrentinno-data"), List.of());
    Path file = Files.createFile(hidden.root().resolve("file"));

    assertThat(hidden.allowed(file)).isEqualTo(file);
  }

  private Reason refusal(Path path) {
    return Scene.refusal(() -> folder.allowed(path));
  }

  @Test
  void makesADestinationForCallsAtTheSameTime() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 200; round++) {
        Path missing = Path.of("a" + round, "b", "c");
        List<Callable<Path>> calls = Collections.nCopies(4, () -> folder.makeDestination(missing));

        for (Future<Path> made : threads.invokeAll(calls)) {
          assertThat(made.get()).isDirectory();
        }
      }
    }
  }
}
