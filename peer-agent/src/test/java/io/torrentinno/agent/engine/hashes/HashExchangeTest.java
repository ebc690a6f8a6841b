package io.torrentinno.agent.engine.hashes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.Layers;
import io.torrentinno.agent.engine.SessionContent;
import io.torrentinno.agent.engine.TorrentSession;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.PieceOrder;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.Connect;
import io.torrentinno.agent.engine.model.SessionCommand.Disconnect;
import io.torrentinno.agent.engine.model.SessionCommand.Send;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.FileRoot;
import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import io.torrentinno.protocol.wire.PeerMessage.Hello;
import io.torrentinno.protocol.wire.ProofMessage.HashReject;
import io.torrentinno.protocol.wire.ProofMessage.HashRequest;
import io.torrentinno.protocol.wire.ProofMessage.Hashes;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How sessions of a resource with a manifest of version 2 come by hashes and pass them on. */
class HashExchangeTest {
  private static final Hello HELLO = hello(Set.of(Feature.FAST, Feature.HASHES));
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final PeerId SELF = PeerId.random(new Random(1));
  private static final ConnectionId FIRST = new ConnectionId(1);
  private static final ConnectionId SECOND = new ConnectionId(2);
  private static final Duration STALL = Duration.ofSeconds(10);

  private final Layers layers = new Layers(3, 1, 5000);
  private final int pieces = layers.layout().count();
  private long now;

  @Test
  void asksForHashesFirstAndThenForThePiecesThatNeedThem() {
    TorrentSession session = fetching(new Layers(3));
    List<SessionCommand> first = ready(session, FIRST, 3);
    assertThat(asked(first)).hasSize(1);
    assertThat(requestedPieces(first)).isEmpty();

    assertThat(requestedPieces(answer(session, FIRST, new Layers(3).all(), asked(first).get(0))))
        .isNotEmpty()
        .allMatch(piece -> piece < 3);
  }

  /** After a crash, pieces may be there whose hashes were not stored. */
  @Test
  void asksForNoPieceThatItHasWhenItsHashBecomesKnown() {
    Layers three = new Layers(3);
    Bitfield have = new Bitfield(3);
    have.set(1);
    TorrentSession session = session(new SessionContent(three.layout(), have, three.none()));
    List<SessionCommand> first = ready(session, FIRST, 3);

    List<SessionCommand> then = answer(session, FIRST, three.all(), asked(first).get(0));

    assertThat(requestedPieces(then)).contains(0, 2).doesNotContain(1);
  }

  @Test
  void fetchesAFileOfOnePieceWithoutAskingForHashes() {
    TorrentSession session = fetching(new Layers(1, 1));

    List<SessionCommand> commands = ready(session, FIRST, 2);

    assertThat(asked(commands)).isEmpty();
    assertThat(requestedPieces(commands)).isNotEmpty();
  }

  @Test
  void fetchesWhatCanBeVerifiedWhileItWaitsForHashes() {
    TorrentSession session = fetching(layers);

    List<SessionCommand> commands = ready(session, FIRST, pieces);

    assertThat(requestedPieces(commands)).containsOnly(3);
    assertThat(asked(commands)).hasSize(4); // one of the file of 3, three of that of 5,000
  }

  @Test
  void asksForHashesInTheOrderOfThePieces() {
    TorrentSession session = fetching(layers);
    on(session, new SessionEvent.OrderChanged(PieceOrder.SEQUENTIAL));

    List<HashRange> asked = asked(ready(session, FIRST, pieces));

    assertThat(asked).hasSize(4);
    assertThat(asked.get(0).root()).isEqualTo(layers.layer(0).root());
    assertThat(asked.subList(1, 4)).extracting(HashRange::index).containsExactly(0, 2048, 4096);
  }

  @Test
  void asksFirstForTheHashesOfPiecesThatAProgramReads() {
    TorrentSession session = fetching(layers);
    on(session, new SessionEvent.OrderChanged(PieceOrder.SEQUENTIAL));
    on(session, new SessionEvent.ReadersMoved(List.of(new PieceSpan(4 + 2050, 4 + 2052))));

    List<HashRange> asked = asked(ready(session, FIRST, pieces));

    assertThat(asked).extracting(HashRange::index).startsWith(2048).contains(0);
  }

  @Test
  void asksAPeerForHashesOfPiecesThatItHas() {
    TorrentSession session = fetching(layers);
    connect(session, FIRST, peer(1));
    receive(session, FIRST, HELLO);
    Bitfield some = new Bitfield(pieces);
    some.set(4 + 2050);

    List<HashRange> asked = asked(receive(session, FIRST, new Have.Bits(some)));

    assertThat(asked).extracting(HashRange::index).containsExactly(2048);
    assertThat(asked(receive(session, FIRST, new Have.Piece(0)))).hasSize(1);
  }

  @Test
  void letsAPeerOweABoundedNumberOfHashes() {
    int[] manySmall = IntStream.generate(() -> 2).limit(500).toArray();
    assertThat(asked(ready(fetching(new Layers(manySmall)), FIRST, 1000))).hasSize(64);
    assertThat(asked(ready(fetching(new Layers(40_000)), FIRST, 40_000))).hasSize(8);
  }

  @Test
  void asksNothingOfAPeerWithoutTheFeature() {
    TorrentSession session = fetching(layers);
    connect(session, FIRST, peer(1));
    receive(session, FIRST, hello(Set.of(Feature.FAST)));

    assertThat(asked(receive(session, FIRST, new Have.All()))).isEmpty();
  }

  @Test
  void asksAnotherPeerWhenOneDoesNotAnswer() {
    TorrentSession session = fetching(layers);
    List<HashRange> asked = asked(ready(session, FIRST, pieces));
    assertThat(asked(ready(session, SECOND, pieces))).isEmpty();

    now += STALL.toNanos() + 1;
    List<SessionCommand> commands = on(session, new SessionEvent.Tick());

    assertThat(asked(commands)).containsExactlyInAnyOrderElementsOf(asked);
    assertThat(commands.stream().filter(c -> c instanceof Send(_, HashRequest _)))
        .allMatch(c -> c instanceof Send send && send.connection().equals(SECOND));
    assertThat(answer(session, FIRST, layers.all(), asked.get(0)))
        .as("a late answer is good all the same")
        .noneMatch(Disconnect.class::isInstance);
    assertThat(answer(session, SECOND, layers.all(), asked.get(0)))
        .noneMatch(Disconnect.class::isInstance);
  }

  @Test
  void asksAnotherPeerWhenOneGoesOrDeclines() {
    TorrentSession session = fetching(layers);
    List<HashRange> asked = asked(ready(session, FIRST, pieces));
    ready(session, SECOND, pieces);

    receive(session, FIRST, new HashReject(asked.get(0)));
    assertThat(asked(on(session, new SessionEvent.Tick()))).containsExactly(asked.get(0));

    on(session, new SessionEvent.Disconnected(FIRST));
    assertThat(asked(on(session, new SessionEvent.Tick())))
        .containsExactlyInAnyOrderElementsOf(asked.subList(1, 4));
  }

  @Test
  void asksAgainWhomItWasTurnedDownByButNotAtOnce() {
    TorrentSession session = fetching(layers);
    HashRange range = asked(ready(session, FIRST, pieces)).get(0);
    receive(session, FIRST, new HashReject(range));
    assertThat(asked(on(session, new SessionEvent.Tick()))).isEmpty();

    now += STALL.toNanos();
    receive(session, FIRST, new PeerMessage.KeepAlive());
    TorrentSession other = fetching(new Layers(3));
    HashRange only = asked(ready(other, FIRST, 3)).get(0);
    receive(other, FIRST, new HashReject(only));
    now += STALL.toNanos();
    assertThat(asked(on(other, new SessionEvent.Tick()))).containsExactly(only);
  }

  @Test
  void bansAPeerWhoseHashesAreWrongAndAsksAnother() {
    TorrentSession session = fetching(layers);
    HashRange range = asked(ready(session, FIRST, pieces)).get(0);
    ready(session, SECOND, pieces);
    byte[] forged = Objects.requireNonNull(layers.all().prove(range)).toArray();
    forged[5]++;

    assertThat(receive(session, FIRST, new Hashes(range, Bytes.copyOf(forged))))
        .contains(new Disconnect(FIRST, DisconnectReason.CORRUPT));
    assertThat(asked(on(session, new SessionEvent.Tick()))).contains(range);
    assertThat(session.bans(now)).hasSize(1);
  }

  @Test
  void bansAPeerThatSendsTooFewHashes() {
    TorrentSession session = fetching(layers);
    HashRange range = asked(ready(session, FIRST, pieces)).get(0);

    assertThat(receive(session, FIRST, new Hashes(range, Bytes.copyOf(new byte[32]))))
        .contains(new Disconnect(FIRST, DisconnectReason.CORRUPT));
  }

  @Test
  void bansAPeerThatAnswersWhatItWasNotAskedFor() {
    TorrentSession session = fetching(layers);
    HashRange range = asked(ready(session, FIRST, pieces)).get(0);
    answer(session, FIRST, layers.all(), range);

    assertThat(answer(session, FIRST, layers.all(), range))
        .contains(new Disconnect(FIRST, DisconnectReason.PROTOCOL));
    ready(session, SECOND, pieces);
    assertThat(receive(session, SECOND, new HashReject(range)))
        .contains(new Disconnect(SECOND, DisconnectReason.PROTOCOL));
  }

  @Test
  void answersWhoAsksForHashes() {
    TorrentSession session = seeding();
    ready(session, FIRST, 0);
    HashRange range = new HashRange(layers.layer(2).root(), 2, 2048, 2048);

    assertThat(receive(session, FIRST, new HashRequest(range)))
        .containsExactly(
            new Send(
                FIRST,
                new Hashes(range, Bytes.copyOf(requireNonNull(layers.layer(2).prove(range))))));
  }

  @Test
  void turnsDownRequestsForHashesThatItDoesNotKnow() {
    TorrentSession session = fetching(layers);
    ready(session, FIRST, 0);
    HashRange range = new HashRange(layers.layer(2).root(), 2, 2048, 2048);
    HashRange leaves = new HashRange(layers.layer(1).root(), 0, 0, 4);

    assertThat(receive(session, FIRST, new HashRequest(range)))
        .containsExactly(new Send(FIRST, new HashReject(range)));
    assertThat(receive(session, FIRST, new HashRequest(leaves)))
        .containsExactly(new Send(FIRST, new HashReject(leaves)));
  }

  @Test
  void bansAPeerThatAsksForARangeThatNoFileHas() {
    TorrentSession session = seeding();
    ready(session, FIRST, 0);
    ready(session, SECOND, 0);

    assertThat(receive(session, FIRST, new HashRequest(new HashRange(SELF_AS_ROOT, 2, 0, 4))))
        .containsExactly(new Disconnect(FIRST, DisconnectReason.PROTOCOL));
    HashRange behind = new HashRange(layers.layer(2).root(), 2, 6144, 2048);
    assertThat(receive(session, SECOND, new HashRequest(behind)))
        .containsExactly(new Disconnect(SECOND, DisconnectReason.PROTOCOL));
  }

  @Test
  void bansAPeerThatAsksForTheSameHashesOverAndOver() {
    TorrentSession session = seeding();
    ready(session, FIRST, 0);
    HashRange range = new HashRange(layers.layer(2).root(), 2, 0, 2048);
    List<SessionCommand> last = List.of();
    int count = 0;
    while (last.stream().noneMatch(Disconnect.class::isInstance) && count < 2000) {
      last = receive(session, FIRST, new HashRequest(range));
      count++;
    }

    assertThat(last).containsExactly(new Disconnect(FIRST, DisconnectReason.FLOOD));
    assertThat(count).isBetween(1000, 1010);
  }

  @Test
  void hasNothingToDoWithTi1Peers() {
    PeerId old = PeerId.parse("ee".repeat(32));
    TorrentSession session = fetching(layers);

    assertThat(connect(session, FIRST, old))
        .containsExactly(new Disconnect(FIRST, DisconnectReason.DIALECT));
    PeerAddress address = PeerAddress.of("192.0.2.7", 6881);
    assertThat(
            on(
                session,
                new SessionEvent.PeersFound(
                    List.of(new SessionEvent.PeersFound.Peer(old, address)))))
        .noneMatch(Connect.class::isInstance);
    assertThat(session.knownPeers()).isZero();
    assertThat(session.bans(now)).isEmpty();
  }

  @Test
  void passesOverHashesOnAResourceWithAllHashesInItsManifest() {
    TorrentSession session = session(new SessionContent(layers.layout(), new Bitfield(pieces)));
    assertThat(asked(ready(session, FIRST, pieces))).isEmpty();
    HashRange range = new HashRange(layers.layer(2).root(), 2, 0, 2048);

    assertThat(receive(session, FIRST, new HashRequest(range)))
        .contains(new Disconnect(FIRST, DisconnectReason.PROTOCOL));
  }

  private static final FileRoot SELF_AS_ROOT = FileRoot.parse("ab".repeat(32));

  private TorrentSession fetching(Layers of) {
    return session(new SessionContent(of.layout(), new Bitfield(of.layout().count()), of.none()));
  }

  private TorrentSession seeding() {
    return session(new SessionContent(layers.layout(), Bitfield.full(pieces), layers.all()));
  }

  private TorrentSession session(SessionContent content) {
    SessionSettings settings =
        SessionSettings.of(
            SELF,
            HELLO,
            10,
            new SessionSettings.Sharing(SessionSettings.Sharing.DEFAULT.policy(), 0, false));
    return new TorrentSession(settings, content, new Random(1), now);
  }

  /** What a session wants after it has looked through all its pieces. */
  private List<SessionCommand> on(TorrentSession session, SessionEvent event) {
    List<SessionCommand> commands = new ArrayList<>(session.on(event, now));
    while (commands.remove(new SessionCommand.LookOn())) {
      commands.addAll(session.on(new SessionEvent.LookedOn(), now));
    }
    return List.copyOf(commands);
  }

  private List<SessionCommand> connect(TorrentSession session, ConnectionId id, PeerId peer) {
    return on(session, new SessionEvent.Connected(id, peer, LOOPBACK, true));
  }

  private List<SessionCommand> receive(
      TorrentSession session, ConnectionId id, PeerMessage message) {
    return on(session, new SessionEvent.Received(id, message));
  }

  private List<SessionCommand> answer(
      TorrentSession session, ConnectionId id, HashBook from, HashRange range) {
    return receive(session, id, new Hashes(range, Objects.requireNonNull(from.prove(range))));
  }

  /** A peer that has all pieces, or none when {@code count} is 0. */
  private List<SessionCommand> ready(TorrentSession session, ConnectionId id, int count) {
    connect(session, id, peer(id.value()));
    receive(session, id, HELLO);
    return receive(session, id, count > 0 ? new Have.All() : new Have.None());
  }

  private static PeerId peer(int number) {
    return PeerId.random(new Random(100 + number));
  }

  private static List<HashRange> asked(List<SessionCommand> commands) {
    return commands.stream()
        .map(command -> command instanceof Send(_, HashRequest(var range)) ? range : null)
        .filter(Objects::nonNull)
        .toList();
  }

  private static List<Integer> requestedPieces(List<SessionCommand> commands) {
    return commands.stream()
        .map(command ->
            command instanceof Send(_, PeerMessage.Request(var range)) ? range.piece() : null)
        .filter(Objects::nonNull)
        .toList();
  }

  private static Hello hello(Set<Feature> features) {
    return new Hello(Feature.toBits(features), 256 * 1024, 16, 0, "test");
  }
}
