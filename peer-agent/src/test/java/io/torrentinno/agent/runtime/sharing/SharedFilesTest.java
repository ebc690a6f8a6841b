package io.torrentinno.agent.runtime.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.content.disk.DataFolder;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.content.state.VerifiedContent;
import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.reuse.HeldContent;
import io.torrentinno.agent.selection.FolderPart;
import io.torrentinno.agent.sharing.HashedFile;
import io.torrentinno.agent.sharing.ShareSource;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.TrackerAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedFilesTest implements SharedResources {
  private static final int PIECE_SIZE = 64 << 10;
  private static final PieceHash HASH = PieceHash.parse("ab".repeat(32));

  @TempDir Path data;

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  /** The names of the threads that made manifests. */
  private final List<String> makers = Collections.synchronizedList(new ArrayList<>());

  private StateFolder state;

  @BeforeEach
  void open() throws Exception {
    state = StateFolder.open(data);
  }

  @AfterEach
  void close() {
    callers.close();
    state.close();
  }

  /** A manifest of a million pieces takes a second, during which it must keep no carrier. */
  @Test
  void makesLongManifestsOnAThreadThatHashes() throws Exception {
    share(5_000);
    share(5);

    assertThat(makers).hasSize(2);
    assertThat(makers.getFirst()).startsWith("hashing-");
    assertThat(makers.getLast()).doesNotStartWith("hashing-");
  }

  private void share(int pieces) throws Exception {
    ManifestMaker maker = new ManifestMaker(new TrackerAddress("127.0.0.1", 9), 1, this::now);
    SharedFiles shared =
        new SharedFiles(
            DataFolder.open(data, List.of()),
            maker,
            new HintMaking(state, MemoryBudget.ofHeap(0.1)),
            this,
            callers);
    ShareSource source =
        new ShareSource(
            new ShareSource.Content(data.resolve("f"), FolderPart.WHOLE, false),
            "f",
            "",
            new ShareSource.Format(PIECE_SIZE, 1, null));
    HashedFile hashed =
        new HashedFile(
            new FileStamp((long) pieces * PIECE_SIZE, 0, 1),
            PIECE_SIZE,
            Collections.nCopies(pieces, HASH));
    try {
      callers.submit(() -> shared.seed(source, hashed, new Cancellation())).get();
    } catch (ExecutionException e) {
      assertThat(e).hasMessageContaining("not launched here");
    }
  }

  private Instant now() {
    makers.add(Thread.currentThread().getName());
    return Instant.EPOCH;
  }

  @Override
  public Added launchShared(SavedResource found, VerifiedContent verified) {
    throw new ResourceException(Reason.BAD_REQUEST, "not launched here");
  }

  @Override
  public @Nullable ResourceStatus sharedAs(ShareSource source, Cancellation cancellation) {
    return null;
  }

  @Override
  public @Nullable Integer versionOf(Path file, String name) {
    return null;
  }

  @Override
  public ShareSource.@Nullable Previous previousOf(Path place) {
    return null;
  }

  @Override
  public @Nullable HeldContent held(InfoHash infoHash) {
    return null;
  }

  @Override
  public ShareSource.Previous previous(InfoHash infoHash) {
    return new ShareSource.Previous(infoHash, null);
  }

  @Override
  public ResourceStatus status(InfoHash infoHash) {
    throw new ResourceException(Reason.UNKNOWN, "nothing is here");
  }
}
