package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import io.torrentinno.protocol.announce.AnnouncedPeer;
import io.torrentinno.protocol.announce.PeerDetails;
import io.torrentinno.protocol.announce.batch.BatchRequest;
import io.torrentinno.protocol.announce.batch.BatchResponse;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.TrackerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends announces to one tracker: many in a batch where the tracker accepts batches, else one by
 * one. Safe for use by several threads.
 */
final class AnnounceSender {
  private static final Logger LOG = LoggerFactory.getLogger(AnnounceSender.class);

  /**
   * How long a tracker that does not know batches gets none; after that it may have been replaced.
   */
  private static final long WITHOUT_BATCHES = TimeUnit.MINUTES.toNanos(10);

  private static final OptionalInt MOST_PEERS = OptionalInt.of(BatchRequest.MAX_PEERS_OF_ENTRY);

  private final TrackerCalls calls;
  private final TrackerAddress tracker;
  private final AnnounceIdentity identity;
  private final PeerDetails details;
  private final AnnounceObserver observer;
  private volatile @Nullable Long refusedAt;

  /**
   * One announce of a resource.
   *
   * @param unlisted whether the last one left the peer unlisted, which only batches tell
   */
  record Turn(Announcer announcer, AnnounceEvent event, boolean unlisted) {
    AnnounceRequest single(AnnouncedPeer self, PeerDetails details) {
      return new AnnounceRequest(
          self, event, announcer.resource().progress().get(), OptionalInt.empty(), details);
    }

    BatchRequest.Entry entry() {
      Announced resource = announcer.resource();
      OptionalInt wanted = event == AnnounceEvent.STOPPED ? OptionalInt.empty() : MOST_PEERS;
      return new BatchRequest.Entry(resource.infoHash(), event, resource.progress().get(), wanted);
    }
  }

  /** Receives the results of announces, each once, on any thread. */
  @FunctionalInterface
  interface Results {
    /** Some turns have ended; {@code results} are in the same order. */
    void ended(List<Turn> turns, List<AnnounceResult> results);
  }

  AnnounceSender(
      TrackerCalls calls,
      TrackerAddress tracker,
      AnnounceIdentity identity,
      AnnounceObserver observer) {
    this.calls = calls;
    this.tracker = tracker;
    this.identity = identity;
    this.details = new PeerDetails(null, identity.secret().keyFor(tracker));
    this.observer = observer;
  }

  /** Whether several announces go out in one request. */
  boolean sendsBatches() {
    Long refused = refusedAt;
    return refused == null || System.nanoTime() - refused > WITHOUT_BATCHES;
  }

  /**
   * Sends announces, and returns at once.
   *
   * @param turns 1 to {@link BatchRequest#MAX_ENTRIES}
   */
  void send(List<Turn> turns, Results results) {
    // The look-up of a host name may block.
    Thread.startVirtualThread(() -> {
      try {
        PeerAddress self = new PeerAddress(ownAddress(), identity.listenPort());
        boolean batch = turns.size() > 1 || turns.getFirst().unlisted();
        if (batch && sendsBatches()) {
          sendBatch(turns, self, results);
        } else {
          turns.forEach(turn -> sendSingle(turn, self, results));
        }
      } catch (RuntimeException e) {
        AnnounceResult same = broken(e);
        results.ended(turns, turns.stream().map(_ -> same).toList());
      }
    });
  }

  private void sendSingle(Turn turn, PeerAddress self, Results results) {
    long began = System.nanoTime();
    AnnouncedPeer peer =
        new AnnouncedPeer(identity.self(), turn.announcer.resource().infoHash(), self);
    calls
        .announce(tracker.toUri(), turn.single(peer, details))
        .whenComplete((response, failure) ->
            end(List.of(turn), List.of(result(turn, response, failure)), began, results));
  }

  private void sendBatch(List<Turn> turns, PeerAddress self, Results results) {
    long began = System.nanoTime();
    BatchRequest batch =
        new BatchRequest(identity.self(), self, details, turns.stream().map(Turn::entry).toList());
    calls
        .announce(tracker.toUri(), batch)
        .whenComplete((response, failure) -> {
          if (response == null) {
            AnnounceResult same = failed(failure);
            end(turns, turns.stream().map(_ -> same).toList(), began, results);
          } else if (response.isPresent()) {
            refusedAt = null;
            end(turns, answered(turns, response.get()), began, results);
          } else {
            refusedAt = System.nanoTime();
            turns.forEach(turn -> sendSingle(turn, self, results));
          }
        });
  }

  private static List<AnnounceResult> answered(List<Turn> turns, BatchResponse batch) {
    List<AnnounceResult> results = new ArrayList<>(turns.size());
    for (int i = 0; i < turns.size(); i++) {
      Turn turn = turns.get(i);
      AnnounceResponse response = response(turn, batch, i);
      String unlisted = batch.results().get(i).unlisted();
      results.add(
          unlisted == null || turn.event == AnnounceEvent.STOPPED
              ? new AnnounceResult.Answered(turn.event, response)
              : new AnnounceResult.Unlisted(response, UnlistedReason.of(unlisted)));
    }
    return results;
  }

  private static AnnounceResponse response(Turn turn, BatchResponse batch, int index) {
    BatchResponse.Result result = batch.results().get(index);
    InfoHash infoHash = turn.announcer.resource().infoHash();
    List<AnnouncedPeer> peers =
        result.peers().stream()
            .map(peer -> new AnnouncedPeer(peer.peerId(), infoHash, peer.address()))
            .toList();
    return new AnnounceResponse(infoHash, peers, batch.interval(), result.size());
  }

  private static AnnounceResult result(
      Turn turn, @Nullable AnnounceResponse response, @Nullable Throwable failure) {
    return response == null ? failed(failure) : new AnnounceResult.Answered(turn.event, response);
  }

  private static AnnounceResult failed(@Nullable Throwable failure) {
    return failure instanceof AnnounceFailure known
        ? new AnnounceResult.Failed(known)
        : broken(failure);
  }

  private static AnnounceResult broken(@Nullable Throwable failure) {
    LOG.error("An announce failed unexpectedly; trying again", failure);
    return new AnnounceResult.Broken();
  }

  /** Counts every announce; each of a batch took as long as the batch. */
  private void end(List<Turn> turns, List<AnnounceResult> ended, long began, Results results) {
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    for (AnnounceResult result : ended) {
      switch (result) {
        case AnnounceResult.Answered _, AnnounceResult.Unlisted _ ->
            observer.announced(AnnounceObserver.Outcome.ACCEPTED, took);
        case AnnounceResult.Failed(AnnounceFailure failure) ->
            observer.announced(AnnounceObserver.Outcome.of(failure.reason()), took);
        case AnnounceResult.Broken() -> {}
      }
    }
    results.ended(turns, ended);
  }

  private InetAddress ownAddress() {
    InetAddress configured = identity.publicAddress();
    if (configured != null) {
      return configured;
    }
    try {
      return LocalAddresses.towards(new InetSocketAddress(tracker.host(), tracker.port()));
    } catch (IOException e) {
      // Without a route the announce fails, too, and says why. No peer gets this address.
      return InetAddress.getLoopbackAddress();
    }
  }
}
