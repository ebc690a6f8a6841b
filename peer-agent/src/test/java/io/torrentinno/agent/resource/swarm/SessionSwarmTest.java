package io.torrentinno.agent.resource.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.ConnectFailure;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.net.ConnectionListener;
import io.torrentinno.agent.net.ConnectionRules;
import io.torrentinno.agent.net.PeerConnection;
import io.torrentinno.agent.net.PeerDialer;
import io.torrentinno.agent.net.Transport;
import io.torrentinno.agent.net.admission.Admission;
import io.torrentinno.agent.net.admission.ConnectionLimits;
import io.torrentinno.agent.net.pacing.TransferLimits;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.resource.view.PeerStatus;
import io.torrentinno.agent.resource.view.SwarmLevels;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both kinds of swarm treat events, commands and faults alike. */
class SessionSwarmTest implements SwarmOwner {
  private final Transport transport = new Transport(1);
  private final List<String> log = new ArrayList<>();
  private final Counting swarm = new Counting(transport.nextLoop());

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void takesAnEventThatACommandLeadsToAfterAllCommandsOfTheFirst() {
    swarm.on(2);

    assertThat(log).containsExactly("takes 2", "does 2a", "does 2b", "takes 1", "takes 1");
  }

  @Test
  void tellsItsOwnerOfAFaultAndDropsWhatWaits() {
    swarm.on(-1);
    swarm.on(1);

    assertThat(log).containsExactly("takes -1", "broken: negative", "takes 1");
  }

  @Test
  void takesNothingOnceItIsStopped() {
    swarm.stop();
    swarm.on(1);

    assertThat(log).containsExactly("ends");
  }

  @Override
  public void seen(SwarmLevels levels, List<Ban> bans) {}

  @Override
  public void seekPeers() {
    log.add("seeks peers");
  }

  @Override
  public void broken(RuntimeException fault) {
    log.add("broken: " + fault.getMessage());
  }

  /** Its session takes numbers; for 2 it commands two things, each of which leads to a 1. */
  private final class Counting extends SessionSwarm<Integer, String> {
    Counting(EventLoop loop) {
      super(
          InfoHash.parse("0".repeat(64)),
          new TransferLimits(
              transport.rateLimiter().resource(), transport.rateLimiter().resource()),
          new PeerDialer(
              transport,
              new ConnectionRules(
                  PeerId.random(new Random(1)),
                  new Admission(new ConnectionLimits(1, 1, 1)),
                  PeerTls.off())),
          loop,
          SessionSwarmTest.this);
    }

    @Override
    List<String> decide(Integer event, long now) {
      log.add("takes " + event);
      if (event < 0) {
        throw new IllegalStateException("negative");
      }
      return event == 2 ? List.of("2a", "2b") : List.of();
    }

    @Override
    void execute(String command) {
      log.add("does " + command);
      on(1);
    }

    @Override
    Integer opened(ConnectionId id, PeerConnection connection) {
      return 0;
    }

    @Override
    Integer unreachable(PeerId peer, @Nullable ConnectFailure why) {
      return 0;
    }

    @Override
    Integer answered(PeerAddress address, PeerId peer) {
      throw new AssertionError("nobody is called");
    }

    @Override
    Integer silent(PeerAddress address, @Nullable ConnectFailure why) {
      throw new AssertionError("nobody is called");
    }

    @Override
    ConnectionListener listener(ConnectionId id, PeerConnection connection) {
      throw new UnsupportedOperationException("no peer connects here");
    }

    @Override
    List<Ban> bans(long now) {
      return List.of();
    }

    @Override
    CompletableFuture<Void> end() {
      log.add("ends");
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public @Nullable PieceLayout layout() {
      return null;
    }

    @Override
    public List<PeerStatus> peers() {
      return List.of();
    }
  }
}
