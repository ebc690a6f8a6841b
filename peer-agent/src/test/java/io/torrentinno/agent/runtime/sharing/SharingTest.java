package io.torrentinno.agent.runtime.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.resource.view.ShareStatus;
import io.torrentinno.agent.resource.view.ShareStatus.Outcome;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.InfoHash;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Files on their way to be resources. The long ones have holes alone, and cost no disk. */
class SharingTest extends LocalAgents {
  private static final long LONG = 20L << 30;

  @Test
  void answersAtOnceWhenAFileIsSmall() throws Exception {
    TorrentAgent agent = agent("agent");

    ShareStatus share = agent.sharing().begin(request(small("a.bin")), Duration.ofSeconds(60));

    assertThat(share.outcome())
        .isInstanceOfSatisfying(
            Outcome.Done.class, done -> assertThat(done.added().created()).isTrue());
    assertThat(agent.sharing().list()).isEmpty();
  }

  @Test
  void refusesAPreviousVersionThatItDoesNotHave() throws Exception {
    TorrentAgent agent = agent("agent");
    Path file = small("a.bin");
    InfoHash unknown = InfoHash.parse("ab".repeat(32));

    assertThat(
            refusal(() -> agent.share(new ShareRequest(file, null, "", null, false, 2, unknown))))
        .isEqualTo(Reason.UNKNOWN);
    assertThat(
            refusal(() -> agent.share(new ShareRequest(file, null, "", null, false, 1, unknown))))
        .isEqualTo(Reason.BAD_REQUEST);
    assertThat(agent.list()).isEmpty();
  }

  /** A loaded machine may have hashed some of the long ones by then, but not all: 400 GiB. */
  @Test
  void sharesASmallFileWhileLongOnesAreHashed() throws Exception {
    TorrentAgent agent = agent("agent");
    for (int i = 0; i < 20; i++) {
      agent.sharing().begin(request(sparse("long-" + i, LONG)), Duration.ZERO);
    }
    awaitProgress(agent, 1);

    InfoHash small = share(agent, small("a.bin"));

    assertThat(agent.sharing().list())
        .extracting(ShareStatus::outcome)
        .hasAtLeastOneElementOfType(Outcome.Pending.class);
    awaitState(agent, small, ResourceState.SEEDING);
  }

  @Test
  void goesOnAfterARestartWhereItWas() throws Exception {
    TorrentAgent agent = agent("agent");
    ShareStatus begun = agent.sharing().begin(request(sparse("long", LONG)), Duration.ZERO);
    awaitProgress(agent, 10 << 20);
    long hashed = agent.sharing().await(begun.id(), Duration.ZERO).progress().hashed();

    stop(agent);
    TorrentAgent again = agent("agent");

    await()
        .until(
            () -> again.sharing().await(begun.id(), Duration.ZERO).progress().hashed() >= hashed);
    again.sharing().cancel(begun.id());
    assertThat(again.sharing().list()).isEmpty();
  }

  @Test
  void staysFailedAfterRestartsWhenItsFileIsGone() throws Exception {
    Path file = sparse("long", LONG);
    TorrentAgent agent = agent("agent");
    ShareStatus begun = agent.sharing().begin(request(file), Duration.ZERO);
    stop(agent);
    Files.delete(file);
    TorrentAgent again = agent("agent");
    expectFileGone(again.sharing().await(begun.id(), Duration.ofSeconds(30)), file);

    stop(again);

    TorrentAgent last = agent("agent");
    expectFileGone(last.sharing().await(begun.id(), Duration.ZERO), file);
    last.sharing().cancel(begun.id());
    stop(last);
    assertThat(agent("agent").sharing().list()).isEmpty();
  }

  private static void expectFileGone(ShareStatus share, Path file) {
    assertThat(share.outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.failure().reason()).isEqualTo(Reason.NO_SUCH_FILE);
              assertThat(failed.failure())
                  .hasMessageStartingWith("there is no file ")
                  .hasMessageEndingWith(file.getFileName().toString());
            });
  }

  @Test
  void isFoundAsDoneAfterARestart() throws Exception {
    TorrentAgent agent = agent("agent");
    ShareStatus begun = agent.sharing().begin(request(sparse("some", 64 << 20)), Duration.ZERO);
    ShareStatus done = agent.sharing().await(begun.id(), Duration.ofSeconds(30));
    stop(agent);

    TorrentAgent again = agent("agent");

    ShareStatus found = again.sharing().await(begun.id(), Duration.ZERO);
    assertThat(found.progress()).isEqualTo(done.progress());
    assertThat(infoHash(found)).isEqualTo(infoHash(done));
    assertThat(again.sharing().list()).extracting(ShareStatus::id).containsExactly(begun.id());
  }

  private static InfoHash infoHash(ShareStatus share) {
    return ((Outcome.Done) share.outcome()).added().resource().infoHash();
  }

  /** What a killed agent leaves on the disk is copied. */
  @Test
  void goesOnAlsoWhenTheAgentIsKilledBeforeItsCallerHasAnAnswer() throws Exception {
    TorrentAgent agent = agent("agent");
    Path file = sparse("long", LONG);
    CompletableFuture<ShareStatus> waiting =
        CompletableFuture.supplyAsync(
            () -> agent.sharing().begin(request(file), Duration.ofMinutes(10)));
    Path shares = folder.resolve("agent/.torrentinno/shares");
    await().until(() -> !named(shares, ".json").isEmpty());
    assertThat(waiting).isNotDone();
    Path document = named(shares, ".json").getFirst();
    Path left = Files.createDirectories(folder.resolve("killed/.torrentinno/shares"));
    Files.copy(document, left.resolve(String.valueOf(document.getFileName())));

    List<ShareStatus> found = agent("killed").sharing().list();

    assertThat(found)
        .extracting(share -> share.file().getFileName())
        .containsExactly(file.getFileName());
  }

  private static List<Path> named(Path inside, String ending) throws Exception {
    if (!Files.exists(inside)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(inside)) {
      return files.filter(it -> it.toString().endsWith(ending)).toList();
    }
  }

  @Test
  void isForgottenWhenItIsCancelled() throws Exception {
    TorrentAgent agent = agent("agent");
    ShareStatus begun = agent.sharing().begin(request(sparse("long", LONG)), Duration.ZERO);

    agent.sharing().cancel(begun.id());

    assertThat(refusal(() -> agent.sharing().await(begun.id(), Duration.ZERO)))
        .isEqualTo(Reason.UNKNOWN_SHARE);
    await().until(() -> isEmpty(folder.resolve("agent/.torrentinno/shares")));
    stop(agent);
    assertThat(agent("agent").sharing().list()).isEmpty();
  }

  @Test
  void isJoinedByThoseWhoShareTheSameFile() throws Exception {
    TorrentAgent agent = agent("agent");
    Path file = sparse("some", 64 << 20);
    List<Added> all;
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      all =
          IntStream.range(0, 8)
              .mapToObj(
                  _ -> CompletableFuture.supplyAsync(() -> agent.share(request(file)), callers))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .toList();
    }

    assertThat(all).filteredOn(Added::created).hasSize(1);
    assertThat(all)
        .extracting(it -> it.resource().infoHash())
        .containsOnly(all.getFirst().resource().infoHash());
  }

  @Test
  void saysWhatCantBeShared() throws Exception {
    TorrentAgent agent = agent("agent");
    Path empty = Files.createFile(folder.resolve("empty"));
    Path album = Files.createDirectory(folder.resolve("album"));
    Path small = small("small");

    assertThat(refusal(() -> agent.share(version(empty, 1)))).isEqualTo(Reason.EMPTY_FILE);
    assertThat(refusal(() -> agent.share(version(album, 1)))).isEqualTo(Reason.BAD_REQUEST);
    assertThat(refusal(() -> agent.share(version(album, 3)))).isEqualTo(Reason.BAD_REQUEST);
    assertThat(refusal(() -> agent.share(version(small, 0)))).isEqualTo(Reason.BAD_REQUEST);
    assertThat(refusal(() -> agent.share(new ShareRequest(small, null, "", 16 << 10))))
        .isEqualTo(Reason.BAD_REQUEST);
    assertThat(refusal(() -> agent.share(request(folder.resolve("agent")))))
        .isEqualTo(Reason.UNSHAREABLE); // It has the agent's own files.
  }

  @Test
  void endsAtOnceWhateverIsBeingHashed() throws Exception {
    TorrentAgent agent = agent("agent");
    for (int i = 0; i < 20; i++) {
      agent.sharing().begin(request(sparse("long-" + i, LONG)), Duration.ZERO);
    }
    awaitProgress(agent, 1);

    CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> stop(agent));

    assertThat(ended).succeedsWithin(Duration.ofSeconds(30)); // To hash it all takes minutes.
  }

  private static ShareRequest version(Path file, int version) {
    return new ShareRequest(file, null, "", null, false, version);
  }

  private static void awaitProgress(TorrentAgent agent, long bytes) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> agent.sharing().list().stream().anyMatch(it -> it.progress().hashed() > bytes));
  }

  private static Reason refusal(ThrowingCallable call) {
    return catchThrowableOfType(ResourceException.class, call).reason();
  }

  private static boolean isEmpty(Path inside) throws Exception {
    try (Stream<Path> files = Files.list(inside)) {
      return files.findAny().isEmpty();
    }
  }

  private static ShareRequest request(Path file) {
    return new ShareRequest(file, null, "", null);
  }

  private Path small(String name) throws Exception {
    return Files.write(folder.resolve(name), new byte[100_000]);
  }

  private Path sparse(String name, long size) throws Exception {
    Path file = folder.resolve(name);
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(size);
    }
    return file;
  }
}
