package io.torrentinno.benchmarks;

import io.torrentinno.agent.engine.TorrentSession;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage;
import java.net.InetAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The time that a seeding session takes for a request, until its block is sent. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ServeBenchmark {
  private static final long NANOS_PER_BLOCK = 300_000;

  private final ConnectionId connection = new ConnectionId(1);
  private final BlockRange range = new BlockRange(1000, Sessions.BLOCK, Sessions.BLOCK);
  private final SessionEvent request =
      new SessionEvent.Received(connection, new PeerMessage.Request(range));
  private final SessionEvent served = new SessionEvent.BlockServed(connection, range);
  private final TorrentSession session =
      Sessions.of(Bitfield.full(Sessions.PIECES), new SplittableRandom(7));
  private long now;

  /** A fetcher connects and is let in. */
  @Setup
  public void connect() {
    PeerId peer = PeerId.random(new SplittableRandom(8));
    InetAddress remote = InetAddress.getLoopbackAddress();
    session.on(new SessionEvent.Connected(connection, peer, remote, false), 0);
    for (PeerMessage message :
        List.of(Sessions.HELLO, new PeerMessage.Have.None(), new PeerMessage.Interested())) {
      session.on(new SessionEvent.Received(connection, message), 0);
    }
    session.on(new SessionEvent.Tick(), TimeUnit.SECONDS.toNanos(1));
    now = TimeUnit.SECONDS.toNanos(1);
  }

  /** One block. */
  @Benchmark
  public int block() {
    now += NANOS_PER_BLOCK;
    List<SessionCommand> commands = session.on(request, now);
    if (!(commands.getLast() instanceof SessionCommand.Serve)) {
      throw new IllegalStateException("not served: " + commands);
    }
    return session.on(served, now).size();
  }
}
