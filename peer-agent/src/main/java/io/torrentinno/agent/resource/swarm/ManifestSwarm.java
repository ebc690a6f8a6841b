package io.torrentinno.agent.resource.swarm;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.torrentinno.agent.engine.manifest.ManifestSession;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.ManifestCommand;
import io.torrentinno.agent.engine.model.ManifestEvent;
import io.torrentinno.agent.net.ConnectionListener;
import io.torrentinno.agent.net.PeerConnection;
import io.torrentinno.agent.net.Swarm;
import io.torrentinno.agent.net.pacing.TransferLimits;
import io.torrentinno.agent.resource.view.BanStatus;
import io.torrentinno.agent.resource.view.PeerStatus;
import io.torrentinno.agent.resource.view.SwarmView;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A resource while its manifest is fetched: feeds what happens to its {@link ManifestSession} and
 * does what that commands. Lives on one event loop.
 */
public final class ManifestSwarm implements Swarm, SwarmView {
  private static final long TICK_MILLIS = 250;

  private final SwarmContext context;
  private final InfoHash infoHash;
  private final EventLoop loop;
  private final ManifestIntake intake;
  private final Runnable seekPeers;
  private final TransferLimits limits;
  private final ManifestSession session;
  private final Map<ConnectionId, PeerConnection> connections = new HashMap<>();
  private final Queue<ManifestEvent> events = new ArrayDeque<>();
  private volatile Levels levels = Levels.NONE;
  private @Nullable ScheduledFuture<?> ticking;
  private int lastConnection;
  private boolean busy;
  private boolean stopped;

  /**
   * A swarm without peers.
   *
   * @param intake where the parts go; closed with the swarm
   * @param seekPeers asks the trackers for more; called on the loop
   */
  public ManifestSwarm(
      SwarmContext context,
      InfoHash infoHash,
      TransferLimits limits,
      EventLoop loop,
      ManifestIntake intake,
      Runnable seekPeers) {
    this.context = context;
    this.infoHash = infoHash;
    this.loop = loop;
    this.intake = intake;
    this.seekPeers = seekPeers;
    this.limits = limits;
    session =
        new ManifestSession(context.session(), RandomGenerator.getDefault(), System.nanoTime());
  }

  @Override
  public InfoHash infoHash() {
    return infoHash;
  }

  @Override
  public @Nullable PieceLayout layout() {
    return null;
  }

  @Override
  public TransferLimits limits() {
    return limits;
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  public void start() {
    ticking = loop.scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Closes everything; nothing happens here afterwards. Not to be called on the loop. */
  public void stop() {
    CompletableFuture.supplyAsync(this::halt, loop).thenCompose(closed -> closed).join();
  }

  private CompletableFuture<Void> halt() {
    stopped = true;
    if (ticking != null) {
      ticking.cancel(false);
    }
    List.copyOf(connections.values()).forEach(PeerConnection::close);
    levels = Levels.NONE;
    return intake.close();
  }

  @Override
  public Levels levels() {
    return levels;
  }

  /** Who they are; what they have and how fast they are is not known yet. */
  @Override
  public List<PeerStatus> peers() {
    return ask(() -> connections.values().stream().map(ManifestSwarm::statusOf).toList());
  }

  private static PeerStatus statusOf(PeerConnection connection) {
    return new PeerStatus(
        connection.peer(), connection.remote(), "", connection.isOutgoing(), 0, 0, 0, 0, 0, 0);
  }

  @Override
  public List<BanStatus> bans() {
    return ask(() -> {
      long now = System.nanoTime();
      return session.bans(now).stream().map(ban -> BanStatus.of(ban, infoHash, now)).toList();
    });
  }

  /** Waits for the loop's turn and asks there; so not to be called on the loop. */
  private <T> T ask(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, loop).join();
  }

  @Override
  public ConnectionListener connected(PeerConnection connection) {
    ConnectionId id = new ConnectionId(++lastConnection);
    if (stopped) {
      connection.close();
    } else {
      connections.put(id, connection);
      on(
          new ManifestEvent.Connected(
              id, connection.peer(), connection.remote().getAddress(), connection.isOutgoing()));
    }
    return new Incoming(id);
  }

  /** Feeds the session, and does what it commands, which may lead to further events. */
  public void on(ManifestEvent event) {
    if (stopped) {
      return;
    }
    events.add(event);
    if (busy) {
      return;
    }
    busy = true;
    try {
      for (ManifestEvent next = events.poll(); next != null; next = events.poll()) {
        session.on(next, System.nanoTime()).forEach(this::execute);
      }
    } finally {
      busy = false;
    }
  }

  private void tick() {
    on(new ManifestEvent.Tick());
    int banned = session.bans(System.nanoTime()).size();
    levels =
        new Levels(
            Flow.NONE,
            Flow.NONE,
            new Peers(connections.size(), 0, session.knownPeers(), banned), // No pieces yet.
            null);
  }

  private void execute(ManifestCommand command) {
    switch (command) {
      case ManifestCommand.Connect(PeerId peer, var address) ->
          context
              .dialer()
              .connect(this, peer, address, () -> on(new ManifestEvent.ConnectFailed(peer)));
      case ManifestCommand.Disconnect(ConnectionId id, _) -> {
        PeerConnection connection = connections.get(id);
        if (connection != null) {
          connection.close();
        }
      }
      case ManifestCommand.Send(ConnectionId id, PeerMessage message) -> {
        PeerConnection connection = connections.get(id);
        if (connection != null) {
          connection.send(message);
        }
      }
      case ManifestCommand.Begin _ -> intake.begin();
      case ManifestCommand.Keep(ConnectionId source, var bytes) ->
          intake.keep(bytes, () -> later(new ManifestEvent.Kept(source)));
      case ManifestCommand.Check(ConnectionId source) ->
          intake.check(() -> later(new ManifestEvent.Wrong(source)));
      case ManifestCommand.SeekPeers() -> seekPeers.run();
    }
  }

  private void later(ManifestEvent event) {
    loop.execute(() -> on(event));
  }

  /** Hears one connection, on which no blocks come: without pieces they are skipped. */
  private final class Incoming implements ConnectionListener {
    private final ConnectionId id;

    Incoming(ConnectionId id) {
      this.id = id;
    }

    @Override
    public void received(PeerMessage message) {
      on(new ManifestEvent.Received(id, message));
    }

    @Override
    public boolean blockBegins(BlockRange range) {
      return false;
    }

    @Override
    public void blockBytes(BlockRange range, int offset, ByteBuf bytes) {
      bytes.release();
    }

    @Override
    public void blockEnds(BlockRange range) {}

    @Override
    public void blockServed(BlockRange range) {}

    @Override
    public void unread() {} // it is closed when that goes on

    @Override
    public void violated() {} // it is closed, and the next source is asked

    @Override
    public void closed() {
      connections.remove(id);
      on(new ManifestEvent.Disconnected(id));
    }
  }
}
