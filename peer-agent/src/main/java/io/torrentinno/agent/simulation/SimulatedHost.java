package io.torrentinno.agent.simulation;

import io.torrentinno.agent.engine.SessionContent;
import io.torrentinno.agent.engine.TorrentSession;
import io.torrentinno.agent.engine.download.LocalBytes;
import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.PieceChoice;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.ProofMessage;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A machine of a {@link SimulatedNetwork}. It does what its session commands. */
final class SimulatedHost {
  static final long NEVER = -1;

  private static final long TICK = Duration.ofMillis(250).toNanos();
  private static final int UNIT = 16 * 1024;
  private static final long HASHING = Duration.ofMillis(1).toNanos();

  final PeerId id;
  final PeerAddress address;
  final AccessLink link;
  final Uplink uplink;

  /** Every block that this host sends has a wrong byte. */
  boolean sendsGarbage;

  /** Every hash that this host sends is wrong. */
  boolean forgesHashes;

  /** This host receives requests and answers none. */
  boolean answersNothing;

  /** This host does not tell peers which pieces it has. */
  boolean ridesFree;

  private final SimulatedNetwork network;
  private final EventQueue events;
  private final TorrentSession session;
  private final Map<ConnectionId, Pipe> pipes = new HashMap<>();
  private final Map<Integer, BitSet> badUnits = new HashMap<>();
  private final Map<Integer, BitSet> firstFailures = new HashMap<>();
  private boolean alive = true;
  private long downlinkFreeAt;
  private long completedAt = NEVER;
  private long wasted;
  private int corruptPieces;
  private int copiedUnits;
  private int lastConnection;
  private @Nullable BlockRange accepted;

  SimulatedHost(SimulatedNetwork network, HostPlan plan, PeerAddress address) {
    this.network = network;
    this.id = plan.id();
    this.link = plan.link();
    this.address = address;
    events = network.events;
    uplink = new Uplink(events, link.upload());
    int pieces = network.layout.count();
    Bitfield verified = plan.seeder() ? Bitfield.full(pieces) : new Bitfield(pieces);
    session =
        new TorrentSession(
            plan.settings(address.port()),
            new SessionContent(
                network.layout,
                verified,
                network.hashes.apply(plan.seeder()),
                PieceChoice.all(pieces),
                plan.seeder() ? LocalBytes.NONE : network.local),
            network.random,
            events.now());
    if (plan.seeder()) {
      completedAt = 0;
    }
    events.after(network.random.nextLong(TICK), this::tick);
  }

  boolean isAlive() {
    return alive;
  }

  boolean isComplete() {
    return session.have().isFull();
  }

  /** When the last piece was verified, in nanoseconds; {@link #NEVER} before that. */
  long completedAt() {
    return completedAt;
  }

  /** The number of verified pieces. */
  Bitfield have() {
    return session.have();
  }

  /** Bytes of blocks that arrived and were not wanted. */
  long wasted() {
    return wasted;
  }

  /** Units of pieces that were copied. */
  int copiedUnits() {
    return copiedUnits;
  }

  int corruptPieces() {
    return corruptPieces;
  }

  /** The peers that its session has banned. */
  Set<PeerId> banned() {
    return session.bans(events.now()).stream().map(Ban::peer).collect(Collectors.toSet());
  }

  int connections() {
    return pipes.size();
  }

  boolean isConnectedTo(SimulatedHost other) {
    return pipes.values().stream().anyMatch(pipe -> pipe.to == other);
  }

  /** Dies without a message. The other hosts see that their connections are closed. */
  void die() {
    if (alive && !isComplete()) {
      network.finished();
    }
    alive = false;
    dropAllConnections();
  }

  void dropAllConnections() {
    List.copyOf(pipes.values()).forEach(this::hangUp);
  }

  void on(SessionEvent event) {
    if (alive) {
      for (SessionCommand command : session.on(event, events.now())) {
        execute(command);
      }
    }
  }

  private void tick() {
    on(new SessionEvent.Tick());
    if (alive) {
      events.after(TICK, this::tick);
    }
  }

  private void execute(SessionCommand command) {
    switch (command) {
      case SessionCommand.Connect(PeerId peer, _) -> dial(peer);
      case SessionCommand.Call(var address) ->
          throw new IllegalStateException(
              "no operator names addresses in a simulation: " + address);
      case SessionCommand.Disconnect(ConnectionId connection, _) ->
          events.after(0, () -> hangUp(connection));
      case SessionCommand.Send(ConnectionId connection, PeerMessage message) -> {
        Pipe pipe = pipes.get(connection);
        if (pipe != null && !(ridesFree && message instanceof PeerMessage.Have)) {
          pipe.send(forgesHashes ? forged(message) : message);
        }
      }
      case SessionCommand.Serve(ConnectionId connection, BlockRange range) -> {
        Pipe pipe = pipes.get(connection);
        if (pipe != null) {
          pipe.send(range);
        }
      }
      case SessionCommand.AcceptBlock(_, BlockRange range) -> accepted = range;
      case SessionCommand.CopyUnits(int piece, BitSet units) ->
          events.after(HASHING, () -> copied(piece, units));
      case SessionCommand.VerifyPiece(int piece) -> events.after(HASHING, () -> verify(piece));
      case SessionCommand.LookOn() -> events.after(0, () -> on(new SessionEvent.LookedOn()));
      case SessionCommand.MakeZeros(int piece) ->
          throw new IllegalStateException("a simulated piece never has only zeros: " + piece);
      case SessionCommand.Completed() -> {
        completedAt = events.now();
        network.finished();
      }
      case SessionCommand.SendManifest _,
          SessionCommand.SendSignatures _ -> {} // no host's Hello names the features
      case SessionCommand.SendHints _,
          SessionCommand.TakeHints _,
          SessionCommand.DropHints _ -> {} // nor this one
      case SessionCommand.SeekPeers() -> network.tracker.announce(this);
    }
  }

  private static PeerMessage forged(PeerMessage message) {
    return message instanceof ProofMessage.Hashes(var range, var hashes)
        ? new ProofMessage.Hashes(range, Bytes.copyOf(new byte[hashes.length()]))
        : message;
  }

  private void dial(PeerId peer) {
    SimulatedHost target = network.find(peer);
    long there = target == null ? 0 : link.latencyTo(target.link);
    events.after(3 * there, () -> connect(peer, target)); // SYN, SYN+ACK, handshake
  }

  private void connect(PeerId peer, @Nullable SimulatedHost other) {
    if (!alive) {
      return;
    }
    if (other == null || !other.alive) {
      on(new SessionEvent.ConnectFailed(peer));
      return;
    }
    ConnectionId here = new ConnectionId(++lastConnection);
    ConnectionId there = new ConnectionId(++other.lastConnection);
    pipes.put(here, new Pipe(events, this, here, other, there));
    other.pipes.put(there, new Pipe(events, other, there, this, here));
    other.on(new SessionEvent.Connected(there, id, address.ip(), false));
    on(new SessionEvent.Connected(here, peer, other.address.ip(), true));
  }

  private void hangUp(ConnectionId connection) {
    Pipe pipe = pipes.get(connection);
    if (pipe != null) {
      hangUp(pipe);
    }
  }

  private void hangUp(Pipe pipe) {
    close(pipe.here);
    pipe.to.close(pipe.there);
  }

  private void close(ConnectionId connection) {
    Pipe pipe = pipes.remove(connection);
    if (pipe != null) {
      pipe.close();
      on(new SessionEvent.Disconnected(connection));
    }
  }

  void received(ConnectionId connection, PeerMessage message) {
    boolean asks =
        message instanceof PeerMessage.Request || message instanceof ProofMessage.HashRequest;
    if (!(answersNothing && asks)) {
      on(new SessionEvent.Received(connection, message));
    }
  }

  /**
   * The last of {@code bytes} has reached the downlink of this host. Returns when it has passed the
   * downlink.
   */
  long receives(long bytes) {
    long needed = (long) (bytes * 1e9 / link.download());
    downlinkFreeAt = Math.max(events.now(), downlinkFreeAt + needed);
    return downlinkFreeAt;
  }

  /** The header of a block has arrived. */
  boolean blockBegins(ConnectionId connection, BlockRange range) {
    accepted = null;
    on(new SessionEvent.BlockBegins(connection, range));
    if (accepted == null) {
      wasted += range.length();
    }
    return accepted != null;
  }

  /** The last byte of an accepted block has arrived. */
  void blockArrived(ConnectionId connection, BlockRange range, boolean garbage) {
    if (garbage) {
      badUnits
          .computeIfAbsent(range.piece(), _ -> new BitSet())
          .set(range.begin() / UNIT, (range.end() + UNIT - 1) / UNIT);
    }
    on(new SessionEvent.BlockArrived(connection, range));
  }

  private void copied(int piece, BitSet units) {
    copiedUnits += units.cardinality();
    if (network.wrongCopies.test(piece)) {
      badUnits.computeIfAbsent(piece, _ -> new BitSet()).or(units);
    }
    on(new SessionEvent.UnitsCopied(piece, units));
  }

  private void verify(int piece) {
    BitSet bad = badUnits.remove(piece);
    if (bad != null) {
      corruptPieces++;
      boolean kept = firstFailures.putIfAbsent(piece, bad) == null;
      on(new SessionEvent.PieceCorrupt(piece, kept));
      return;
    }
    BitSet failed = firstFailures.remove(piece);
    if (failed != null) {
      on(new SessionEvent.BlocksDiffered(piece, failed));
    }
    on(new SessionEvent.PieceVerified(piece));
  }
}
