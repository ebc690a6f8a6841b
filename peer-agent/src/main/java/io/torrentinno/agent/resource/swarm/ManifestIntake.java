package io.torrentinno.agent.resource.swarm;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.manifests.IncomingManifest;
import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.agent.memory.MemoryShortage;
import io.torrentinno.agent.signatures.SignaturePolicy;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestReader;
import io.torrentinno.protocol.manifest.v2.InfoReader;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.signature.SignedMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assembles a manifest on the disk. The calls never block and come from one thread; the work is
 * done in their order on another thread.
 */
public final class ManifestIntake {
  private static final Logger log = LoggerFactory.getLogger(ManifestIntake.class);

  /** After this time, the wait for memory checks whether the manifest is still wanted. */
  private static final Duration WAIT = Duration.ofSeconds(1);

  /** The result; called on a background thread. */
  public interface Outcome {
    void arrived(ResourceManifest manifest);

    void failed(Exception failure);
  }

  private final Wanted wanted;
  private final MagnetLink link;
  private final IncomingManifest incoming;
  private final MemoryBudget memory;
  private final Executor background;
  private final Outcome outcome;
  private final Cancellation cancellation = new Cancellation();
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
  private volatile boolean over;

  /** The manifest that has arrived; null before. */
  private @Nullable ResourceManifest arrived;

  /** The message that its signatures sign; null until it is needed. */
  private @Nullable SignedMessage message;

  /**
   * The properties that the manifest must have.
   *
   * @param link says which version the manifest has. A link of version 1 may stand for version 2:
   *     it may be the rest of a link that was damaged on the disk
   * @param signatures decides whether it is taken with the signatures that peers have
   */
  public record Wanted(MagnetLink link, SignaturePolicy signatures) {}

  /** An intake without parts. */
  public ManifestIntake(
      Wanted wanted,
      IncomingManifest incoming,
      MemoryBudget memory,
      Executor background,
      Outcome outcome) {
    this.wanted = wanted;
    this.link = wanted.link();
    this.memory = memory;
    this.incoming = incoming;
    this.background = background;
    this.outcome = outcome;
  }

  void begin() {
    then(incoming::begin);
  }

  /** Writes the next bytes. Runs {@code kept} when they are written. */
  void keep(Bytes bytes, Runnable kept) {
    then(() -> {
      incoming.append(bytes);
      kept.run();
    });
  }

  /**
   * Runs {@code right} if the received bytes are the wanted manifest, else {@code wrong}; or {@code
   * unread} when there is no memory to find that out. An info document is compared with the link
   * before it is read. Anybody can send other bytes. So a lack of memory for them is no failure of
   * the resource. With a link of version 2, the check waits at most one second for memory; with a
   * link of version 1, until there is memory. When the right document breaks a rule, or the link
   * names a manifest of another version than it says, no peer is at fault.
   */
  void check(Runnable right, Runnable wrong, Runnable unread) {
    then(() -> {
      boolean document = incoming.hasHash(link.infoHash());
      try {
        ResourceManifest manifest =
            document || link.version() == 1 ? readInTurn(document) : read(1);
        if (over) {
          return;
        }
        if (manifest != null && manifest.infoHash().equals(link.infoHash())) {
          if (manifest.version() < link.version()) {
            fail(otherVersion());
            return;
          }
          arrived = manifest;
          right.run();
          return;
        }
        log.debug("{}: a peer sent the manifest of another resource", link.infoHash());
      } catch (ManifestException e) {
        if (document) {
          fail(e);
          return;
        }
        log.debug(
            "{}: a peer sent something that is not a manifest: {}",
            link.infoHash(),
            e.getMessage());
      } catch (MemoryShortage e) {
        if (document) {
          throw e;
        }
        log.debug("{}: what a peer sent is not read: {}", link.infoHash(), e.getMessage());
        unread.run();
        return;
      } catch (CancellationException e) {
        return; // The intake is closed.
      }
      wrong.run();
    });
  }

  private ManifestException otherVersion() {
    return new ManifestException(
        ManifestException.Reason.OTHER_VERSION,
        "the link says version 2, but the manifest with its info-hash is of version 1. Remove the"
            + " resource, and add it with a link that has xt=urn:torrentinno:"
            + link.infoHash());
  }

  /**
   * Hands over the manifest that is here, with those of these signatures that are right; runs
   * {@code unsigned} when no manifest is taken with them.
   */
  void sign(List<String> texts, Runnable unsigned) {
    then(() -> {
      ResourceManifest manifest = arrived;
      if (manifest == null) {
        return;
      }
      SignedMessage signed = message == null ? incoming.signed(manifest) : message;
      message = signed;
      SignaturePolicy policy = wanted.signatures();
      List<String> right = policy.right(texts, signed, ResourceManifest.MOST_SIGNATURES);
      if (policy.refuses(policy.judge(right, signed))) {
        policy.refused(SignaturePolicy.Place.LINK);
        unsigned.run();
        return;
      }
      over = true;
      ResourceManifest result = right.isEmpty() ? manifest : manifest.withSignatures(right);
      background.execute(() -> outcome.arrived(result));
    });
  }

  /** Deletes the bytes; completed when all work has ended. */
  CompletableFuture<Void> close() {
    over = true;
    cancellation.cancel();
    last =
        last.thenRunAsync(
            () -> {
              try {
                incoming.close();
              } catch (StorageException e) {
                log.warn("{}", e.getMessage());
              }
            },
            background);
    return last;
  }

  /**
   * Reads what was kept once there is memory; null when that is of no use any more.
   *
   * @param document whether it is an info document
   */
  private @Nullable ResourceManifest readInTurn(boolean document)
      throws ManifestException, StorageException {
    while (!over) {
      try {
        return read(document ? 2 : 1);
      } catch (CancellationException e) {
        return null;
      } catch (MemoryShortage e) {
        if (e.isPermanent()) {
          throw e;
        }
      }
    }
    return null;
  }

  private ResourceManifest read(int version) throws ManifestException, StorageException {
    long length = incoming.size();
    long bytes = version == 2 ? InfoReader.memoryFor(length) : ManifestReader.memoryFor(length);
    try (MemoryBudget.Reservation _ = memory.reserve(bytes, WAIT)) {
      return incoming.read(version, cancellation);
    }
  }

  private void then(Step step) {
    last =
        last.thenRunAsync(
            () -> {
              try {
                if (!over) {
                  step.run();
                }
              } catch (StorageException | RuntimeException e) {
                fail(e);
              } catch (Error e) { // The resource must not wait for its manifest for ever.
                fail(new IllegalStateException(e));
              }
            },
            background);
  }

  private void fail(Exception cause) {
    over = true;
    background.execute(() -> outcome.failed(cause));
  }

  /** Work with the disk. */
  private interface Step {
    void run() throws StorageException;
  }
}
