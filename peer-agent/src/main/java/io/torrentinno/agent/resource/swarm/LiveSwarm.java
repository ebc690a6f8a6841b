package io.torrentinno.agent.resource.swarm;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.engine.PeerView;
import io.torrentinno.agent.engine.TorrentSession;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.peer.RateMeter;
import io.torrentinno.agent.net.ConnectionListener;
import io.torrentinno.agent.net.PeerConnection;
import io.torrentinno.agent.net.Swarm;
import io.torrentinno.agent.net.pacing.TransferLimits;
import io.torrentinno.agent.resource.view.BanStatus;
import io.torrentinno.agent.resource.view.PeerStatus;
import io.torrentinno.agent.resource.view.PieceStatus;
import io.torrentinno.agent.resource.view.SwarmView;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A resource while it runs: feeds what happens to its {@link TorrentSession} and does what that
 * commands. Lives on one event loop; what it tells of itself may be asked from any other thread.
 */
public final class LiveSwarm implements Swarm, SwarmView {
  /** How often the file is looked at while nobody asks for it. */
  private static final long LOOK_MILLIS = 30_000;

  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What a session wants of those who run it; called on the loop. */
  public interface Owner {
    /** Every piece is verified. */
    void completed();

    void seekPeers();

    /** The file can't be read. */
    void unreadable(StorageException failure);

    /** The program is at fault; the swarm can't go on. */
    void broken(RuntimeException fault);
  }

  /** What a swarm is of. */
  public record Resource(
      InfoHash infoHash,
      PieceLayout layout,
      ResourceStorage storage,
      ManifestUploads.Source manifest,
      TransferLimits limits) {}

  private final SwarmContext context;
  private final Resource resource;
  private final EventLoop loop;
  private final Owner owner;
  private final TorrentSession session;
  private final ManifestUploads manifests;
  private final Map<ConnectionId, PeerConnection> connections = new HashMap<>();
  private final Queue<SessionEvent> events = new ArrayDeque<>();
  private final RateMeter download;
  private final RateMeter upload;
  private volatile Levels levels = Levels.NONE;
  private final AdaptiveTicker pulse;
  private final UnchangedFile file;
  private @Nullable ScheduledFuture<?> looks;
  private int lastConnection;
  private boolean busy;
  private boolean stopped;

  /** The block that the session has just accepted, while its head is looked at. */
  private @Nullable BlockRange accepted;

  /**
   * A swarm without peers.
   *
   * @param verified the pieces on disk; belongs to the swarm from here on
   */
  public LiveSwarm(
      SwarmContext context, Resource resource, Bitfield verified, EventLoop loop, Owner owner) {
    this.context = context;
    this.resource = resource;
    this.loop = loop;
    this.owner = owner;
    long now = System.nanoTime();
    manifests = new ManifestUploads(resource.manifest(), context.background(), loop);
    pulse = new AdaptiveTicker(loop, this::tick);
    file =
        new UnchangedFile(
            loop, System::nanoTime, resource.storage()::checkUnchanged, owner::unreadable);
    download = new RateMeter(now);
    upload = new RateMeter(now);
    session =
        new TorrentSession(
            context.session(), resource.layout(), verified, RandomGenerator.getDefault(), now);
  }

  @Override
  public InfoHash infoHash() {
    return resource.infoHash();
  }

  @Override
  public PieceLayout layout() {
    return resource.layout();
  }

  @Override
  public TransferLimits limits() {
    return resource.limits();
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  public void start() {
    if (!stopped) {
      pulse.quicken(AdaptiveTicker.Pace.SEEKING);
      long first = ThreadLocalRandom.current().nextLong(LOOK_MILLIS);
      looks = loop.scheduleWithFixedDelay(file::look, first, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Closes all connections; nothing happens here afterwards. Not to be called on the loop. */
  public void stop() {
    CompletableFuture.runAsync(this::halt, loop).join();
  }

  private void halt() {
    stopped = true;
    pulse.stop();
    file.stop();
    if (looks != null) {
      looks.cancel(false);
    }
    new ArrayList<>(connections.values()).forEach(PeerConnection::close);
    levels = Levels.NONE;
  }

  @Override
  public Levels levels() {
    return levels;
  }

  public PieceStatus pieces() {
    return ask(() -> new PieceStatus(session.have().copy(), session.started()));
  }

  @Override
  public List<PeerStatus> peers() {
    return ask(() ->
        session.peers(System.nanoTime()).stream()
            .flatMap(peer ->
                Stream.ofNullable(connections.get(peer.connection()))
                    .map(connection -> statusOf(peer, connection)))
            .toList());
  }

  /** Waits for the loop's turn and asks there; so not to be called on the loop. */
  private <T> T ask(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, loop).join();
  }

  private static PeerStatus statusOf(PeerView peer, PeerConnection connection) {
    return new PeerStatus(
        peer.id(),
        connection.remote(),
        peer.software(),
        peer.outgoing(),
        peer.pieces(),
        peer.downloaded(),
        peer.uploaded(),
        peer.downloadRate(),
        peer.uploadRate(),
        peer.requests());
  }

  @Override
  public List<BanStatus> bans() {
    return ask(() -> {
      long now = System.nanoTime();
      return session.bans(now).stream().map(ban -> BanStatus.of(ban, infoHash(), now)).toList();
    });
  }

  @Override
  public ConnectionListener connected(PeerConnection connection) {
    ConnectionId id = new ConnectionId(++lastConnection);
    if (stopped) {
      connection.close();
    } else {
      connections.put(id, connection);
      pulse.quicken(AdaptiveTicker.Pace.BUSY);
      file.look();
      boolean outgoing = connection.isOutgoing();
      on(
          new SessionEvent.Connected(
              id, connection.peer(), connection.remote().getAddress(), outgoing));
    }
    return new Incoming(id, connection);
  }

  /** Feeds the session, and does what it commands, which may lead to further events. */
  public void on(SessionEvent event) {
    if (stopped) {
      return;
    }
    events.add(event);
    if (busy) {
      return;
    }
    pulse.quicken(AdaptiveTicker.Pace.SEEKING);
    busy = true;
    try {
      for (SessionEvent next = events.poll(); next != null; next = events.poll()) {
        for (SessionCommand command : session.on(next, System.nanoTime())) {
          execute(command);
        }
      }
    } catch (RuntimeException fault) {
      events.clear();
      owner.broken(fault);
    } finally {
      busy = false;
    }
  }

  private AdaptiveTicker.Pace tick() {
    on(new SessionEvent.Tick());
    long now = System.nanoTime();
    Flow rates = new Flow(download.rate(now), upload.rate(now));
    int banned = session.bans(now).size();
    levels =
        new Levels(
            rates,
            new Flow(download.total(), upload.total()),
            new Peers(connections.size(), session.seeders(), session.knownPeers(), banned),
            rates.download() > 0 ? null : session.shortage(now));
    if (!connections.isEmpty()) {
      return AdaptiveTicker.Pace.BUSY;
    }
    boolean quiet = session.isIdle(now) && rates.equals(Flow.NONE);
    return quiet ? AdaptiveTicker.Pace.IDLE : AdaptiveTicker.Pace.SEEKING;
  }

  private void execute(SessionCommand command) {
    switch (command) {
      case SessionCommand.Connect(PeerId peer, var address) ->
          context
              .dialer()
              .connect(this, peer, address, () -> on(new SessionEvent.ConnectFailed(peer)));
      case SessionCommand.Disconnect(ConnectionId id, _) -> {
        PeerConnection connection = connections.get(id);
        if (connection != null) {
          connection.close();
        }
      }
      case SessionCommand.Send(ConnectionId id, PeerMessage message) -> {
        PeerConnection connection = connections.get(id);
        if (connection != null) {
          connection.send(message);
        }
      }
      case SessionCommand.Serve(ConnectionId id, BlockRange range) ->
          file.whenUnchanged(() -> serve(id, range));
      case SessionCommand.SendManifest(ConnectionId id, int begin, int length) -> {
        PeerConnection connection = connections.get(id);
        if (connection != null) {
          manifests.requested(id, connection, new PeerMessage.ManifestRequest(begin, length));
        }
      }
      case SessionCommand.AcceptBlock(_, BlockRange range) -> accepted = range;
      case SessionCommand.VerifyPiece(int piece) -> resource.storage().verify(piece);
      case SessionCommand.Completed() -> owner.completed();
      case SessionCommand.SeekPeers() -> owner.seekPeers();
    }
  }

  private void serve(ConnectionId id, BlockRange range) {
    PeerConnection connection = connections.get(id);
    if (connection == null) {
      return;
    }
    ResourceStorage storage = resource.storage();
    try {
      connection.serve(range, storage.openFile(), storage.position(range));
    } catch (StorageException e) {
      connection.close();
      owner.unreadable(e);
    }
  }

  /** Hears one connection. */
  private final class Incoming implements ConnectionListener {
    private final ConnectionId id;
    private final PeerConnection connection;
    private long progressToldAt;
    private boolean paused;

    Incoming(ConnectionId id, PeerConnection connection) {
      this.id = id;
      this.connection = connection;
    }

    @Override
    public void received(PeerMessage message) {
      on(new SessionEvent.Received(id, message));
    }

    @Override
    public boolean blockBegins(BlockRange range) {
      accepted = null;
      on(new SessionEvent.BlockBegins(id, range));
      if (accepted == null) {
        context.traffic().received(range.length());
        context.traffic().wasted(range.length());
      }
      return accepted != null;
    }

    @Override
    public void blockBytes(BlockRange range, int offset, ByteBuf bytes) {
      long now = System.nanoTime();
      int length = bytes.readableBytes();
      download.add(length, now);
      context.traffic().received(length);
      resource.storage().write(range.piece(), range.begin() + offset, bytes);
      if (now - progressToldAt > PROGRESS_NANOS) {
        progressToldAt = now;
        on(new SessionEvent.BlockProgressed(id));
      }
      if (!paused && context.writePool().congested()) {
        paused = true;
        connection.pauseReading();
        context.writePool().whenDrained(() -> loop.execute(this::resume));
      }
    }

    @Override
    public void blockEnds(BlockRange range) {
      on(new SessionEvent.BlockArrived(id, range));
    }

    @Override
    public void blockServed(BlockRange range) {
      upload.add(range.length(), System.nanoTime());
      context.traffic().sent(range.length());
      on(new SessionEvent.BlockServed(id, range));
    }

    @Override
    public void unread() {
      on(new SessionEvent.Unread(id));
    }

    @Override
    public void violated() {
      on(new SessionEvent.Violated(id));
    }

    @Override
    public void closed() {
      connections.remove(id);
      file.look(); // It may have closed because the file could not be read.
      manifests.closed(id);
      on(new SessionEvent.Disconnected(id));
    }

    private void resume() {
      paused = false;
      connection.resumeReading();
    }
  }
}
