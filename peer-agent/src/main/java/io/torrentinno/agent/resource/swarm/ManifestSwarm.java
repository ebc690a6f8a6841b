package io.torrentinno.agent.resource.swarm;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.engine.manifest.ManifestSession;
import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.ConnectFailure;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.ManifestCommand;
import io.torrentinno.agent.engine.model.ManifestEvent;
import io.torrentinno.agent.engine.model.Shortage;
import io.torrentinno.agent.net.ConnectionListener;
import io.torrentinno.agent.net.PeerConnection;
import io.torrentinno.agent.net.pacing.TransferLimits;
import io.torrentinno.agent.resource.view.PeerStatus;
import io.torrentinno.agent.resource.view.SwarmLevels;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The swarm of a resource whose manifest is fetched. Gives events to its {@link ManifestSession}
 * and carries out the commands. Runs on one event loop.
 */
public final class ManifestSwarm extends SessionSwarm<ManifestEvent, ManifestCommand> {
  private static final long TICK_MILLIS = 250;

  private final EventLoop loop;
  private final ManifestIntake intake;
  private final SwarmOwner owner;
  private final long features;
  private final ManifestSession session;
  private @Nullable ScheduledFuture<?> ticking;

  /**
   * A swarm without peers.
   *
   * @param intake receives the parts; closed with the swarm
   */
  public ManifestSwarm(
      SwarmContext context,
      InfoHash infoHash,
      TransferLimits limits,
      EventLoop loop,
      ManifestIntake intake,
      SwarmOwner owner) {
    super(infoHash, limits, context.dialer(), loop, owner);
    this.loop = loop;
    this.intake = intake;
    this.owner = owner;
    features = context.session().hello().features();
    session =
        new ManifestSession(context.session(), RandomGenerator.getDefault(), System.nanoTime());
  }

  @Override
  public @Nullable PieceLayout layout() {
    return null;
  }

  @Override
  public long features() {
    return features;
  }

  public void start() {
    ticking = loop.scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  CompletableFuture<Void> end() {
    if (ticking != null) {
      ticking.cancel(false);
    }
    return intake.close();
  }

  /** The peers, without their pieces and rates, which are not known yet. */
  @Override
  public List<PeerStatus> peers() {
    return ask(() -> connections().stream().map(ManifestSwarm::statusOf).toList());
  }

  private static PeerStatus statusOf(PeerConnection connection) {
    return new PeerStatus(
        connection.peer(),
        connection.remote(),
        "",
        connection.isOutgoing(),
        0,
        0,
        0,
        0,
        0,
        0,
        securityOf(connection));
  }

  @Override
  List<Ban> bans(long now) {
    return session.bans(now);
  }

  @Override
  ManifestEvent opened(ConnectionId id, PeerConnection connection) {
    return new ManifestEvent.Connected(
        id, connection.peer(), connection.remote().getAddress(), connection.isOutgoing());
  }

  @Override
  ManifestEvent unreachable(PeerId peer, @Nullable ConnectFailure why) {
    return new ManifestEvent.ConnectFailed(peer, why);
  }

  @Override
  ManifestEvent answered(PeerAddress address, PeerId peer) {
    return new ManifestEvent.AddressAnswered(address, peer);
  }

  @Override
  ManifestEvent silent(PeerAddress address, @Nullable ConnectFailure why) {
    return new ManifestEvent.AddressSilent(address, why);
  }

  @Override
  ConnectionListener listener(ConnectionId id, PeerConnection connection) {
    return new Incoming(id);
  }

  @Override
  List<ManifestCommand> decide(ManifestEvent event, long now) {
    return session.on(event, now);
  }

  private void tick() {
    on(new ManifestEvent.Tick());
    long now = System.nanoTime();
    int banned = session.bans(now).size();
    Shortage shortage = session.shortage(now);
    show(
        new SwarmLevels(
            SwarmLevels.Flow.NONE,
            SwarmLevels.Flow.NONE,
            new SwarmLevels.Peers(
                connections().size(), 0, session.knownPeers(), banned), // No pieces yet.
            shortage,
            shortage == Shortage.NO_PEER_REACHED ? session.connectFailure() : null));
  }

  @Override
  void execute(ManifestCommand command) {
    switch (command) {
      case ManifestCommand.Connect(PeerId peer, var address) -> dial(peer, address);
      case ManifestCommand.Call(var address) -> call(address);
      case ManifestCommand.Disconnect(ConnectionId id, _) -> disconnect(id);
      case ManifestCommand.Send(ConnectionId id, PeerMessage message) -> send(id, message);
      case ManifestCommand.Begin _ -> intake.begin();
      case ManifestCommand.Keep(ConnectionId source, var bytes) ->
          intake.keep(bytes, () -> later(new ManifestEvent.Kept(source)));
      case ManifestCommand.Check(ConnectionId source) ->
          intake.check(
              () -> later(new ManifestEvent.Right(source)),
              () -> later(new ManifestEvent.Wrong(source)),
              () -> later(new ManifestEvent.Unread(source)));
      case ManifestCommand.Sign(ConnectionId source, var signatures) ->
          intake.sign(
              SignatureTexts.of(signatures), () -> later(new ManifestEvent.Unsigned(source)));
      case ManifestCommand.SeekPeers() -> owner.seekPeers();
    }
  }

  private void later(ManifestEvent event) {
    loop.execute(() -> on(event));
  }

  /**
   * Hears one connection, on which no blocks come. One that does not read is closed by the network
   * layer; then the next source is asked.
   */
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
    public void violated() {
      on(new ManifestEvent.Violated(id));
    }

    @Override
    public void closed() {
      forget(id);
      on(new ManifestEvent.Disconnected(id));
    }
  }
}
