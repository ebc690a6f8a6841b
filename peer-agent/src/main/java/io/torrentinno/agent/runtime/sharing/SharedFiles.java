package io.torrentinno.agent.runtime.sharing;

import io.torrentinno.agent.content.disk.DataFolder;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.ResourceChoices;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.VerifiedContent;
import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.manifest.ManifestThreads;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.resource.view.ShareStatus;
import io.torrentinno.agent.resource.view.Sharing;
import io.torrentinno.agent.reuse.HeldContent;
import io.torrentinno.agent.selection.FolderPart;
import io.torrentinno.agent.sharing.Hashed;
import io.torrentinno.agent.sharing.HashedFile;
import io.torrentinno.agent.sharing.HashedTree;
import io.torrentinno.agent.sharing.PastFailure;
import io.torrentinno.agent.sharing.Share;
import io.torrentinno.agent.sharing.ShareSource;
import io.torrentinno.agent.sharing.Sharer;
import io.torrentinno.agent.sharing.Shares;
import io.torrentinno.protocol.manifest.tree.TreeLimits;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Makes resources of files, which stay where they are. */
public final class SharedFiles implements Sharing, Sharer, AutoCloseable {
  /** Bytes of a manifest for each piece of a file, in version 1; for each entry, in version 2. */
  private static final long TEXT_PER_HASH = 86;

  private static final long TEXT_PER_ENTRY = 120;

  /**
   * A share that ends within this time is not stored: for a small file, storing takes longer than
   * hashing.
   */
  private static final Duration SOON = Duration.ofMillis(200);

  private final DataFolder folder;
  private final ManifestMaker manifests;
  private final ManifestThreads threads;
  private final SharedResources resources;
  private final HintMaking hints;
  private final Shares shares;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /**
   * An object without shares.
   *
   * @param background a virtual thread per task, for tasks that block
   */
  public SharedFiles(
      DataFolder folder,
      ManifestMaker manifests,
      HintMaking hints,
      SharedResources resources,
      ExecutorService background) {
    this.folder = folder;
    this.manifests = manifests;
    this.threads = new ManifestThreads(hints.state().hashing());
    this.hints = hints;
    this.resources = resources;
    this.shares = new Shares(hints.state(), background, this, manifests.clock());
  }

  /** Goes on with the shares that were not done when the agent ended. */
  public void load() {
    shares.load();
  }

  @Override
  public ShareStatus begin(ShareRequest request, Duration patience) {
    ShareSource source;
    try {
      source = locate(request);
      if (!Files.isDirectory(source.file())) { // The entries of a folder may be many.
        ResourceStatus present = resources.sharedAs(source, new Cancellation());
        if (present != null) {
          requireVersion(source, present);
          return done(source, new Added(present, false));
        }
      }
      requireShareable(source);
    } catch (StorageException e) {
      throw ResourceException.of(e);
    }
    Shares.Begun begun = shares.begin(source);
    Share share = begun.share();
    Duration first = patience.compareTo(SOON) < 0 ? patience : SOON;
    if (!await(share, first)) {
      if (patience.compareTo(first) > 0) {
        shares.store(share); // A caller who waits longer finds it after a restart, too.
        await(share, patience.minus(first));
      }
      shares.keep(share);
    }
    return status(share, begun.joined());
  }

  @Override
  public List<ShareStatus> list() {
    return shares.all().stream().map(share -> status(share, false)).toList();
  }

  @Override
  public ShareStatus await(String id, Duration most) {
    Share share = find(id);
    await(share, most);
    return status(share, false);
  }

  @Override
  public void cancel(String id) {
    shares.cancel(find(id));
  }

  /** Ends all waits for shares. */
  public void endWaits() {
    ended.complete(null);
  }

  @Override
  public void close() {
    endWaits();
    shares.close();
  }

  @Override
  public @Nullable Present present(ShareSource source, Cancellation cancellation)
      throws StorageException {
    ResourceStatus present = resources.sharedAs(source, cancellation);
    return present == null ? null : new Present(present.infoHash(), present.size());
  }

  @Override
  public int pieceSize(ShareSource source, long size) {
    return manifests.pieceSize(source, size);
  }

  @Override
  public Shared seed(ShareSource source, Hashed hashed, Cancellation cancellation)
      throws StorageException {
    return switch (hashed) {
      case HashedFile file ->
          launch(
              source,
              threads.compute(
                  TEXT_PER_HASH * file.hashes().size(),
                  () -> ManifestV1.of(manifests.make(source, file))),
              VerifiedContent.of(file.stamp()));
      case HashedTree tree ->
          seedWithHints(
              source,
              threads.compute(
                  TEXT_PER_ENTRY * tree.tree().size() + tree.tree().nameBytes(),
                  () -> manifests.make(source, tree)),
              tree.verified(),
              cancellation);
    };
  }

  /**
   * When the agent ends here, peers may know of hints that they cannot get, and do without them.
   */
  private Shared seedWithHints(
      ShareSource source, ManifestV2 manifest, VerifiedContent verified, Cancellation cancellation)
      throws StorageException {
    InfoHash previous = manifest.envelope().previous();
    HeldContent held = previous == null ? null : resources.held(previous);
    byte[] document = held == null ? null : hints.make(held, manifest, source.file(), cancellation);
    if (document == null) {
      return launch(source, manifest, verified);
    }
    Shared shared = launch(source, manifests.withHints(manifest, document), verified);
    hints.save(shared.infoHash(), document);
    return shared;
  }

  private Shared launch(ShareSource source, ResourceManifest manifest, VerifiedContent verified)
      throws StorageException {
    FolderPart part = source.part();
    boolean own = part.isWhole() && source.file().equals(folder.fileFor(source.name()));
    SavedResource saved =
        new SavedResource(manifest, source.file(), own ? null : part, ResourceChoices.NONE, null);
    Added added = resources.launchShared(saved, verified);
    return new Shared(added.resource().infoHash(), added.created());
  }

  private ShareSource locate(ShareRequest request) throws StorageException {
    Path file = folder.allowed(request.file());
    String own = file.getFileName() == null ? "" : file.getFileName().toString();
    String name = Objects.requireNonNullElse(request.name(), own);
    folder.fileFor(name);
    boolean isFolder = Files.isDirectory(file);
    if (!isFolder && !request.part().isWhole()) {
      throw new ResourceException(
          Reason.BAD_REQUEST,
          "only a folder can be shared in part, and this is a file: " + request.file());
    }
    Integer asked = askedVersion(request, isFolder);
    Integer known = asked == null ? resources.versionOf(file, name) : asked;
    int version = Objects.requireNonNullElse(known, manifests.version());
    if (version == 1 && request.format().previous() != null) {
      throw new ResourceException(
          Reason.BAD_REQUEST,
          "a manifest of version 1 cannot name a previous version; version 2 can");
    }
    return new ShareSource(
        new ShareSource.Content(file, request.part(), request.content().uploaded()),
        name,
        request.comment(),
        new ShareSource.Format(
            request.format().pieceSize(), version, version == 2 ? previous(request, file) : null));
  }

  private ShareSource.@Nullable Previous previous(ShareRequest request, Path file) {
    InfoHash asked = request.format().previous();
    return asked == null
        ? resources.previousOf(request.part().placeIn(file))
        : resources.previous(asked);
  }

  /** Null when any will do. */
  private static @Nullable Integer askedVersion(ShareRequest request, boolean folder) {
    Integer asked = request.format().version();
    if (asked != null && asked != 1 && asked != 2) {
      throw new ResourceException(
          Reason.BAD_REQUEST, "manifestVersion must be 1 or 2, not " + asked);
    }
    if (folder && asked != null && asked == 1) {
      throw new ResourceException(
          Reason.BAD_REQUEST, "a manifest of version 1 can't describe a folder");
    }
    return folder ? Integer.valueOf(2) : asked;
  }

  private static void requireVersion(ShareSource source, ResourceStatus present) {
    int version = present.magnet().version();
    if (version != source.format().version()) {
      throw new ResourceException(
          Reason.NAME_TAKEN,
          "%s is shared already as %s, with a manifest of version %d. Remove that resource first"
              .formatted(source.file(), present.infoHash(), version));
    }
  }

  /** Refuses what can be refused at once. Other faults are found while the file is hashed. */
  private void requireShareable(ShareSource source) throws StorageException {
    ShareSource.Format format = source.format();
    if (format.version() == 1) {
      pieceSize(source, FileStamp.of(source.file()).size());
    } else if (format.pieceSize() != null && !TreeLimits.isPieceLength(format.pieceSize())) {
      throw new ResourceException(
          Reason.BAD_REQUEST,
          "the piece size is not a power of two from 64 KiB to 16 MiB. "
              + "A manifest of version 1, which only a file can have, takes 16 KiB to 16 MiB");
    }
  }

  /** Waits for a share. False when the time is over before the share has ended. */
  private boolean await(Share share, Duration most) {
    try {
      CompletableFuture.anyOf(share.outcome(), ended).get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | CancellationException | TimeoutException e) {
      return share.outcome().isDone();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return share.outcome().isDone();
  }

  private Share find(String id) {
    return shares
        .find(id)
        .orElseThrow(() -> new ResourceException(Reason.UNKNOWN_SHARE, "no share " + id));
  }

  private static ShareStatus done(ShareSource source, Added added) {
    long size = added.resource().size();
    return new ShareStatus(
        "",
        source.file(),
        source.name(),
        new ShareStatus.Progress(size, size, true),
        new ShareStatus.Outcome.Done(added));
  }

  private ShareStatus status(Share share, boolean joined) {
    Share.Progress progress = share.progress();
    return new ShareStatus(
        share.id(),
        share.source().file(),
        share.source().name(),
        new ShareStatus.Progress(progress.size(), progress.hashed(), progress.begun()),
        outcome(share, joined));
  }

  private ShareStatus.Outcome outcome(Share share, boolean joined) {
    CompletableFuture<Shared> outcome = share.outcome();
    return switch (outcome.state()) {
      case RUNNING -> new ShareStatus.Outcome.Pending();
      case CANCELLED ->
          throw new ResourceException(Reason.UNKNOWN_SHARE, "the share was cancelled");
      case FAILED -> new ShareStatus.Outcome.Failed(failure(outcome.exceptionNow()));
      case SUCCESS -> {
        Shared shared = outcome.resultNow();
        try {
          ResourceStatus resource = resources.status(shared.infoHash());
          yield new ShareStatus.Outcome.Done(new Added(resource, shared.created() && !joined));
        } catch (ResourceException e) {
          yield new ShareStatus.Outcome.Failed(e); // The resource was removed since.
        }
      }
    };
  }

  @Override
  public Problem problem(Throwable cause) {
    ResourceException failure = failure(cause);
    return new Problem(failure.reason().name(), String.valueOf(failure.getMessage()));
  }

  private static ResourceException failure(Throwable cause) {
    return switch (cause) {
      case ResourceException refused -> refused;
      case StorageException storage -> ResourceException.of(storage);
      case PastFailure past ->
          new ResourceException(reason(past.reason()), String.valueOf(past.getMessage()), past);
      default -> new ResourceException(Reason.STORAGE, "internal error: " + cause, cause);
    };
  }

  /** Another release may have other names. */
  private static Reason reason(String name) {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.name().equals(name))
        .findFirst()
        .orElse(Reason.STORAGE);
  }
}
