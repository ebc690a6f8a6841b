package io.torrentinno.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.store.Peers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackerTest {
  private static final InfoHash SWARM = Peers.swarm(1);
  private static final Selection SELECTION = new Selection(List.of(Peers.seeder(9)), 4, 3);

  private final RecordingStore store = new RecordingStore();
  private final Tracker tracker =
      new Tracker(store, new AnnouncePolicy(Duration.ofSeconds(15), 50, 200));

  private static final class RecordingStore implements SwarmStore {
    final List<String> calls = new ArrayList<>();

    @Override
    public Selection announce(InfoHash swarm, SwarmPeer caller, int wanted) {
      calls.add("announce " + wanted);
      return SELECTION;
    }

    @Override
    public Selection remove(InfoHash swarm, PeerId peer) {
      calls.add("remove");
      return SELECTION;
    }

    @Override
    public void forEachSwarm(SwarmVisitor visitor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public StoreCounts counts() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void passesOnWhatTheStoreDrawsAndSaysWhenToComeAgain() {
    Answer answer = tracker.announce(announce(false, OptionalInt.of(5)));

    assertThat(answer).isEqualTo(new Answer(SELECTION, Duration.ofSeconds(15)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "200, 200", "201, 200", "2147483647, 200"})
  void givesAsManyAsWantedUpToTheCap(int wanted, int drawn) {
    tracker.announce(announce(false, OptionalInt.of(wanted)));

    assertThat(store.calls).containsExactly("announce " + drawn);
  }

  @Test
  void givesTheUsualNumberToWhoDoesNotSay() {
    tracker.announce(announce(false, OptionalInt.empty()));

    assertThat(store.calls).containsExactly("announce 50");
  }

  @Test
  void takesWhoLeavesOffTheList() {
    tracker.announce(announce(true, OptionalInt.of(5)));

    assertThat(store.calls).containsExactly("remove");
  }

  private static Announce announce(boolean leaving, OptionalInt wanted) {
    return new Announce(SWARM, Peers.leecher(1), leaving, wanted);
  }
}
