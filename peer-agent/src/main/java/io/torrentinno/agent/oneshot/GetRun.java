package io.torrentinno.agent.oneshot;

import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.outgoing.OutgoingGuard;
import io.torrentinno.agent.outgoing.OutgoingObserver;
import io.torrentinno.agent.outgoing.OutgoingRules;
import io.torrentinno.agent.resource.view.AgentOptions;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.HostAndPort;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.TrackerAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Fetches one resource by an agent that is started for it. */
final class GetRun {
  private static final Duration PERIOD = Duration.ofMillis(250);
  private static final AgentOptions.Connections CONNECTIONS =
      new AgentOptions.Connections(200, 400, 200);
  private static final long WRITE_QUEUE = 16 << 20;

  private final Wanted wanted;
  private final ProgressLine progress;
  private final CountDownLatch asked;
  private final GetSecurity security;
  private final SignatureWait signatureWait;

  /**
   * The task of a run.
   *
   * @param folder where the file or folder is to lie
   * @param choice what of it is fetched
   * @param tracker is asked when no other answers
   * @param peers are called, whatever trackers say
   * @param seedFor how long it is served when it is complete
   */
  record Wanted(
      Path folder,
      GetChoice choice,
      TrackerAddress tracker,
      List<HostAndPort> peers,
      Duration seedFor) {}

  /**
   * A run that has not begun.
   *
   * @param asked ends it when it is counted down
   * @param security closed by the caller, after the run
   */
  GetRun(Wanted wanted, ProgressLine progress, CountDownLatch asked, GetSecurity security) {
    this.wanted = wanted;
    this.progress = progress;
    this.asked = asked;
    this.security = security;
    signatureWait = new SignatureWait(security);
  }

  /**
   * Fetches a resource, or the missing part of it.
   *
   * @return where it lies
   * @throws CommandFailed when it is not complete; what has arrived stays for the next run
   */
  Path get(GetSource source) {
    GetFolder folder = GetFolder.open(wanted.folder());
    try {
      Path path = fetch(source, folder);
      folder.tidy();
      return path;
    } catch (CommandFailed e) {
      tidyAfter(e, folder);
      throw e;
    } finally {
      progress.end();
    }
  }

  /** Leaves nothing where nothing has begun. */
  private static void tidyAfter(CommandFailed failure, GetFolder folder) {
    try {
      folder.tidy();
    } catch (CommandFailed e) {
      failure.addSuppressed(e);
    }
  }

  private Path fetch(GetSource source, GetFolder folder) {
    try (TorrentAgent agent = start(folder)) {
      InfoHash infoHash = source.addTo(agent, wanted.choice()).resource().infoHash();
      begin(agent, infoHash);
      Path path = await(agent, infoHash);
      seed(agent, infoHash);
      agent.remove(infoHash, false);
      GetFolder.deletePart(path); // It can go on with the files that are there.
      return path;
    } catch (ResourceException e) {
      throw new CommandFailed(GetAdvice.of(String.valueOf(e.getMessage())), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    }
  }

  private TorrentAgent start(GetFolder folder) {
    AgentOptions options =
        new AgentOptions(
            folder.root(),
            List.of(),
            List.of(),
            new InetSocketAddress(0),
            null,
            new AgentOptions.Tracker(wanted.tracker(), () -> null),
            2,
            CONNECTIONS,
            WRITE_QUEUE,
            RateLimits.NONE,
            SessionSettings.Sharing.DEFAULT,
            outgoing(),
            AgentOptions.Reuse.COPIES,
            security.tls());
    try {
      return TorrentAgent.start(options, (_, _) -> {}, security.signatures());
    } catch (StorageException e) {
      throw new CommandFailed(
          e.getCause() instanceof OverlappingFileLockException
              ? "Another 'torrentinno get' works in " + folder.root() + ". Wait for its end."
              : String.valueOf(e.getMessage()),
          e);
    } catch (IOException e) {
      throw new CommandFailed("Peers can't be listened for: " + e.getMessage(), e);
    }
  }

  /** A person has named the tracker for this run, so it is trusted; all others are checked. */
  private OutgoingGuard outgoing() {
    TrackerAddress tracker = wanted.tracker();
    return new OutgoingGuard(
        OutgoingRules.strict()
            .trusting(new HostAndPort(tracker.host(), tracker.port()))
            .encrypting(security.tls().isRequired()),
        OutgoingObserver.NONE);
  }

  /** Continues the wanted resource, and no other resource that earlier runs have begun here. */
  private void begin(TorrentAgent agent, InfoHash infoHash) {
    for (ResourceStatus other : agent.list()) {
      if (!other.infoHash().equals(infoHash)) {
        agent.pause(other.infoHash());
      }
    }
    agent.resume(infoHash);
    wanted.peers().forEach(peer -> agent.addPeer(infoHash, peer));
  }

  private Path await(TorrentAgent agent, InfoHash infoHash) throws InterruptedException {
    while (true) {
      ResourceStatus now = agent.awaitSettled(infoHash, PERIOD);
      progress.hint(EncryptionHint.of(security.tls(), now));
      progress.show(now);
      signatureWait.check(now);
      switch (now.state()) {
        case SEEDING -> {
          return Objects.requireNonNull(now.place().path());
        }
        case ERROR -> {
          if (now.condition().retryIn() == null) {
            throw new CommandFailed(GetAdvice.of(now.name() + ": " + now.error()));
          }
          endIfAsked(PERIOD);
        }
        case PAUSED -> endIfAsked(PERIOD);
        case FETCHING_MANIFEST, CHECKING, DOWNLOADING -> endIfAsked(Duration.ZERO);
      }
    }
  }

  private void seed(TorrentAgent agent, InfoHash infoHash) throws InterruptedException {
    long end = System.nanoTime() + wanted.seedFor().toNanos();
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      ResourceStatus now = agent.status(infoHash);
      if (now.state() != ResourceState.SEEDING) {
        throw new CommandFailed(GetAdvice.of(now.name() + ": " + now.error()));
      }
      progress.showSeeding(now, Duration.ofNanos(left));
      if (asked.await(Math.min(left, PERIOD.toNanos()), TimeUnit.NANOSECONDS)) {
        return;
      }
    }
  }

  private void endIfAsked(Duration patience) throws InterruptedException {
    if (asked.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw interrupted();
    }
  }

  private static CommandFailed interrupted() {
    return new CommandFailed("Interrupted. The same command continues.");
  }
}
