package io.torrentinno.benchmarks;

import io.torrentinno.agent.engine.TorrentSession;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the picker, the request ledger and the rest of a session take for a block, from its head to
 * the request that follows it: a whole resource is fetched, without bytes, from peers that have all
 * of it or a random half. {@code -prof gc} shows the allocations for a block.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class FetchBenchmark {
  /** A requested block, and the peer of which it was requested. */
  private record Asked(ConnectionId connection, BlockRange range) {}

  private static final long NANOS_PER_BLOCK = 300_000;

  /** How many peers serve. */
  @Param({"1", "50"})
  public int peers;

  private final Queue<Asked> asked = new ArrayDeque<>();
  private final Queue<SessionEvent> due = new ArrayDeque<>();
  private boolean accepted;
  private boolean completed;

  /** One block of {@value Sessions#BLOCKS}. */
  @Benchmark
  @OperationsPerInvocation(Sessions.BLOCKS)
  public TorrentSession block() {
    SplittableRandom random = new SplittableRandom(7);
    TorrentSession session = Sessions.of(new Bitfield(Sessions.PIECES), random);
    completed = false;
    long now = 0;
    for (int peer = 1; peer <= peers; peer++) {
      connect(session, new ConnectionId(peer), random);
    }
    while (!completed) {
      now += NANOS_PER_BLOCK;
      Asked next = asked.poll();
      if (next == null) {
        throw new IllegalStateException("nothing is asked for, and something is missing");
      }
      deliver(session, next, now);
    }
    asked.clear();
    return session;
  }

  private void connect(TorrentSession session, ConnectionId connection, SplittableRandom random) {
    InetAddress remote = InetAddress.getLoopbackAddress();
    on(session, new SessionEvent.Connected(connection, PeerId.random(random), remote, true), 0);
    receive(session, connection, Sessions.HELLO);
    receive(
        session, connection, connection.value() == 1 ? new PeerMessage.Have.All() : half(random));
    receive(session, connection, new PeerMessage.Unchoke());
  }

  private static PeerMessage half(SplittableRandom random) {
    Bitfield pieces = new Bitfield(Sessions.PIECES);
    for (int piece = 0; piece < Sessions.PIECES; piece++) {
      if (random.nextBoolean()) {
        pieces.set(piece);
      }
    }
    return new PeerMessage.Have.Bits(pieces);
  }

  private void receive(TorrentSession session, ConnectionId connection, PeerMessage message) {
    on(session, new SessionEvent.Received(connection, message), 0);
  }

  private void deliver(TorrentSession session, Asked next, long now) {
    accepted = false;
    on(session, new SessionEvent.BlockBegins(next.connection, next.range), now);
    if (accepted) {
      on(session, new SessionEvent.BlockArrived(next.connection, next.range), now);
    }
  }

  private void on(TorrentSession session, SessionEvent event, long now) {
    SessionEvent next = event;
    while (next != null) {
      for (SessionCommand command : session.on(next, now)) {
        execute(command);
      }
      next = due.poll();
    }
  }

  private void checkOver(DisconnectReason reason) {
    if (!completed && reason != DisconnectReason.REDUNDANT) {
      throw new IllegalStateException("disconnected: " + reason);
    }
  }

  private void execute(SessionCommand command) {
    switch (command) {
      case SessionCommand.Send(var connection, PeerMessage.Request(BlockRange range)) ->
          asked.add(new Asked(connection, range));
      case SessionCommand.AcceptBlock _ -> accepted = true;
      case SessionCommand.VerifyPiece(int piece) -> due.add(new SessionEvent.PieceVerified(piece));
      case SessionCommand.LookOn() -> due.add(new SessionEvent.LookedOn());
      case SessionCommand.MakeZeros(int piece) -> due.add(new SessionEvent.PieceVerified(piece));
      case SessionCommand.Completed _ -> completed = true;
      case SessionCommand.Disconnect(_, DisconnectReason reason) ->
          checkOver(reason); // seeders have no use for each other
      case SessionCommand.Send _, SessionCommand.Connect _, SessionCommand.Serve _ -> {}
      case SessionCommand.SendManifest _, SessionCommand.SeekPeers _, SessionCommand.Call _ -> {}
      case SessionCommand.SendSignatures _ -> {}
      case SessionCommand.SendHints _, SessionCommand.TakeHints _, SessionCommand.DropHints _ -> {}
      case SessionCommand.CopyUnits _ -> throw new IllegalStateException("nothing is to be copied");
    }
  }
}
