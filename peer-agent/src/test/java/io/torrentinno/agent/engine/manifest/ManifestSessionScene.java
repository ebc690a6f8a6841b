package io.torrentinno.agent.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.ManifestCommand;
import io.torrentinno.agent.engine.model.ManifestEvent;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Hello;
import io.torrentinno.protocol.wire.PeerMessage.ManifestPart;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A session that fetches a manifest, two peers, and a clock that the test sets. */
abstract class ManifestSessionScene {
  static final int PART = ManifestPart.MAX_LENGTH;
  static final PeerId SELF = id(0);
  static final PeerId ALICE = id(1);
  static final PeerId BOB = id(2);
  static final InetAddress HOST = PeerAddress.of("192.0.2.7", 1).ip();
  static final InetAddress OTHER_HOST = PeerAddress.of("192.0.2.8", 1).ip();
  static final ConnectionId TO_ALICE = new ConnectionId(1);
  static final ConnectionId TO_BOB = new ConnectionId(2);
  static final Hello HELLO = hello(Set.of(Feature.FAST, Feature.MANIFEST));

  long now = 1;
  final ManifestSession session =
      new ManifestSession(
          SessionSettings.of(SELF, HELLO, 50, SessionSettings.Sharing.DEFAULT), new Random(7), now);

  void chooseAlice() {
    connect(TO_ALICE, ALICE);
    received(TO_ALICE, HELLO);
  }

  void bobStandsBy() {
    connect(TO_BOB, BOB);
    assertThat(received(TO_BOB, HELLO)).isEmpty();
  }

  /** Parts of a long manifest arrive, one every five seconds, and go to the disk. */
  void trickle(ConnectionId source, Duration time) {
    for (int i = 0; i < time.toSeconds() / 5; i++) {
      pass(Duration.ofSeconds(5));
      received(source, part(100 * PART, i * PART, PART));
      on(new ManifestEvent.Kept(source));
    }
  }

  List<ManifestCommand> connect(ConnectionId connection, PeerId peer) {
    return call(connection, peer, InetAddress.getLoopbackAddress());
  }

  List<ManifestCommand> call(ConnectionId connection, PeerId peer, InetAddress at) {
    return on(new ManifestEvent.Connected(connection, peer, at, true));
  }

  List<ManifestCommand> answer(ConnectionId connection, PeerId peer, InetAddress at) {
    return on(new ManifestEvent.Connected(connection, peer, at, false));
  }

  List<ManifestCommand> received(ConnectionId connection, PeerMessage message) {
    return on(new ManifestEvent.Received(connection, message));
  }

  List<ManifestCommand> on(ManifestEvent event) {
    return List.copyOf(session.on(event, now));
  }

  void pass(Duration time) {
    now += time.toNanos();
  }

  static ManifestCommand send(ConnectionId connection, PeerMessage message) {
    return new ManifestCommand.Send(connection, message);
  }

  static ManifestCommand disconnect(ConnectionId connection, DisconnectReason reason) {
    return new ManifestCommand.Disconnect(connection, reason);
  }

  static ManifestPart part(int total, int begin, int length) {
    return new ManifestPart(total, begin, Bytes.copyOf(new byte[length]));
  }

  static Hello hello(Set<Feature> features) {
    return new Hello(Feature.toBits(features), 256 * 1024, 64, 6881, "test");
  }

  static SessionEvent.PeersFound.Peer peer(PeerId id) {
    return new SessionEvent.PeersFound.Peer(id, PeerAddress.of("192.0.2.1", 6881));
  }

  static PeerId id(int seed) {
    return PeerId.random(new Random(seed));
  }
}
