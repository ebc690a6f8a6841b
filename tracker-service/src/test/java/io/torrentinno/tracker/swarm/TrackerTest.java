package io.torrentinno.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.Answer;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.PeerRequest;
import io.torrentinno.tracker.swarm.model.Proof;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.StoreCounts;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackerTest {
  private static final InfoHash SWARM = Peers.swarm(1);
  private static final SwarmCounts COUNTS = new SwarmCounts(4, 3, 2);
  private static final Selection SELECTION = new Selection(PeerList.EMPTY, COUNTS);

  private final RecordingStore store = new RecordingStore();
  private final Tracker tracker =
      new Tracker(store, new AnnouncePolicy(Duration.ofSeconds(15), 50, 200));

  private static final class RecordingStore implements SwarmStore {
    final List<String> calls = new ArrayList<>();

    @Override
    public CompletableFuture<Selection> announce(Announce announce, int wanted) {
      calls.add("announce " + wanted);
      return CompletableFuture.completedFuture(SELECTION);
    }

    @Override
    public CompletableFuture<Selection> remove(InfoHash swarm, PeerId peer, Proof proof) {
      calls.add("remove");
      return CompletableFuture.completedFuture(SELECTION);
    }

    @Override
    public CompletableFuture<SwarmCounts> scrape(InfoHash swarm) {
      calls.add("scrape");
      return CompletableFuture.completedFuture(COUNTS);
    }

    @Override
    public void forEachSwarm(SwarmVisitor visitor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<SwarmPeer> members(InfoHash swarm) {
      throw new UnsupportedOperationException();
    }

    @Override
    public StoreCounts counts() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void returnsThePeersOfTheStoreAndTheInterval() {
    Answer answer = tracker.announce(announce(Announce.Kind.PRESENT, OptionalInt.of(5))).join();

    assertThat(answer).isEqualTo(new Answer(SELECTION, Duration.ofSeconds(15)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "200, 200", "201, 200", "2147483647, 200"})
  void givesAsManyPeersAsWantedUpToTheMost(int wanted, int drawn) {
    tracker.announce(announce(Announce.Kind.PRESENT, OptionalInt.of(wanted))).join();

    assertThat(store.calls).containsExactly("announce " + drawn);
  }

  @Test
  void givesTheUsualNumberOfPeersWhenTheAnnounceNamesNone() {
    tracker.announce(announce(Announce.Kind.PRESENT, OptionalInt.empty())).join();

    assertThat(store.calls).containsExactly("announce 50");
  }

  @Test
  void removesAPeerThatLeaves() {
    tracker.announce(announce(Announce.Kind.LEAVING, OptionalInt.of(5))).join();

    assertThat(store.calls).containsExactly("remove");
  }

  private static Announce announce(Announce.Kind kind, OptionalInt wanted) {
    return new Announce(
        SWARM, Peers.leecher(1), kind, new PeerRequest(wanted, AddressFamilies.BOTH, true));
  }
}
