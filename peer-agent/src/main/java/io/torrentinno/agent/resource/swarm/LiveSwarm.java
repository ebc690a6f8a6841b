package io.torrentinno.agent.resource.swarm;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.hashes.PieceHashes;
import io.torrentinno.agent.engine.PeerView;
import io.torrentinno.agent.engine.SessionContent;
import io.torrentinno.agent.engine.TorrentSession;
import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.ConnectFailure;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.PieceChoice;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.Shortage;
import io.torrentinno.agent.net.ConnectionListener;
import io.torrentinno.agent.net.PeerConnection;
import io.torrentinno.agent.net.pacing.TransferLimits;
import io.torrentinno.agent.resource.changes.FileLookout;
import io.torrentinno.agent.resource.changes.UnchangedFiles;
import io.torrentinno.agent.resource.reading.VerifiedPieces;
import io.torrentinno.agent.resource.view.PeerStatus;
import io.torrentinno.agent.resource.view.SwarmLevels;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.agent.reuse.HintIntake;
import io.torrentinno.agent.reuse.copying.LocalCopies;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.HintMessage;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The swarm of a resource that transfers. Gives events to its {@link TorrentSession} and carries
 * out the commands. Runs on one event loop. Other threads may read its state.
 */
public final class LiveSwarm extends SessionSwarm<SessionEvent, SessionCommand>
    implements TransferConnection.Owner, VerifiedPieces {
  /** The owner of a swarm, which is called on the loop. */
  public interface Owner extends SwarmOwner {
    /** As {@link SessionCommand.Completed} says. */
    void completed();

    /** The file can't be read. */
    void unreadable(StorageException failure);
  }

  /**
   * The resource of a swarm.
   *
   * @param choice which pieces are fetched, and which first
   * @param copies what lies elsewhere on this machine
   * @param signatures of its manifest, as they are now
   * @param hints takes copy hints, and has those that peers may have
   */
  public record Resource(
      InfoHash infoHash,
      PieceLayout layout,
      PieceChoice choice,
      ResourceStorage storage,
      LocalCopies copies,
      PartUploads.Source manifest,
      Supplier<List<String>> signatures,
      HintIntake hints,
      TransferLimits limits) {}

  private final SwarmContext context;
  private final Resource resource;
  private final EventLoop loop;
  private final Owner owner;
  private final TorrentSession session;
  private final PartUploads manifests;
  private final PartUploads hints;
  private final SwarmMeter meter;
  private final LayerSaving layers;
  private final AdaptiveTicker pulse;
  private final UnchangedFiles files;
  private final BlockServing serving;
  private final TransferConnection.Shared shared;
  private FileLookout.@Nullable Watched watched;

  /** The block that the session has just accepted, while its header is read. */
  private @Nullable BlockRange accepted;

  /**
   * A swarm without peers.
   *
   * @param verified the pieces on disk; belongs to the swarm from here on
   */
  public LiveSwarm(
      SwarmContext context, Resource resource, Bitfield verified, EventLoop loop, Owner owner) {
    super(resource.infoHash(), resource.limits(), context.dialer(), loop, owner);
    this.context = context;
    this.resource = resource;
    this.loop = loop;
    this.owner = owner;
    long now = System.nanoTime();
    manifests =
        new PartUploads(
            resource.manifest(), PeerMessage.ManifestPart::new, context.background(), loop);
    hints =
        new PartUploads(
            resource.hints()::read, HintMessage.HintsPart::new, context.background(), loop);
    pulse = new AdaptiveTicker(loop, this::tick);
    files = new UnchangedFiles(loop, System::nanoTime, resource.storage(), owner::unreadable);
    serving = new BlockServing(resource.storage(), files, loop, owner::unreadable);
    meter = new SwarmMeter(context.traffic(), now);
    shared = new TransferConnection.Shared(resource.storage(), context.writePool(), meter, files);
    PieceLayout layout = resource.layout();
    PieceHashes hashes = resource.storage().hashes();
    SessionContent content =
        new SessionContent(
            layout,
            verified,
            LayerBook.of(hashes, layout.count()),
            resource.choice(),
            resource.copies().content(),
            resource.storage()::isZero);
    session = new TorrentSession(context.session(), content, RandomGenerator.getDefault(), now);
    layers = new LayerSaving(hashes, context.background(), now);
  }

  @Override
  public PieceLayout layout() {
    return resource.layout();
  }

  @Override
  public long features() {
    return context.session().hello().features();
  }

  public void start() {
    if (!isStopped()) {
      pulse.quicken(AdaptiveTicker.Pace.SEEKING);
      watched =
          context
              .lookout()
              .add(resource.storage().checks()::isUnchanged, () -> loop.execute(files::look));
      if (resource.copies().content().isAny()) {
        on(new SessionEvent.LocalBytesFound());
      }
    }
  }

  @Override
  CompletableFuture<Void> end() {
    pulse.stop();
    files.stop();
    serving.stop();
    resource.copies().end();
    if (watched != null) {
      context.lookout().remove(watched);
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public boolean has(int piece) {
    return session.have().get(piece);
  }

  @Override
  public boolean isComplete() {
    return session.have().isFull();
  }

  @Override
  public void whenUnchanged(int piece, Runnable read) {
    files.whenUnchanged(piece, read);
  }

  @Override
  public void doubt(BlockRange range) {
    if (!isStopped()) {
      files.doubt(range.piece(), resource.storage().checks().readable(range));
    }
  }

  @Override
  public void readersMoved(List<PieceSpan> spans) {
    on(new SessionEvent.ReadersMoved(spans));
  }

  /** The verified pieces; only on the loop, and not to be changed. */
  public Bitfield verified() {
    return session.have();
  }

  public PieceStatus pieces() {
    return ask(() -> new PieceStatus(session.have().copy(), session.started()));
  }

  @Override
  public List<PeerStatus> peers() {
    return ask(() ->
        session.peers(System.nanoTime()).stream()
            .flatMap(peer ->
                Stream.ofNullable(connection(peer.connection()))
                    .map(connection -> statusOf(peer, connection)))
            .toList());
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
        peer.requests(),
        securityOf(connection));
  }

  @Override
  List<Ban> bans(long now) {
    return session.bans(now);
  }

  @Override
  public ConnectionListener connected(PeerConnection connection) {
    if (!isStopped()) {
      pulse.quicken(AdaptiveTicker.Pace.BUSY);
      files.look();
    }
    return super.connected(connection);
  }

  @Override
  SessionEvent opened(ConnectionId id, PeerConnection connection) {
    return new SessionEvent.Connected(
        id, connection.peer(), connection.remote().getAddress(), connection.isOutgoing());
  }

  @Override
  SessionEvent unreachable(PeerId peer, @Nullable ConnectFailure why) {
    return new SessionEvent.ConnectFailed(peer, why);
  }

  @Override
  SessionEvent answered(PeerAddress address, PeerId peer) {
    return new SessionEvent.AddressAnswered(address, peer);
  }

  @Override
  SessionEvent silent(PeerAddress address, @Nullable ConnectFailure why) {
    return new SessionEvent.AddressSilent(address, why);
  }

  @Override
  ConnectionListener listener(ConnectionId id, PeerConnection connection) {
    return new TransferConnection(id, connection, this, shared);
  }

  @Override
  List<SessionCommand> decide(SessionEvent event, long now) {
    return session.on(event, now);
  }

  /** As in every swarm, and makes a tick due soon. */
  @Override
  public void on(SessionEvent event) {
    if (!isStopped()) {
      pulse.quicken(AdaptiveTicker.Pace.SEEKING);
    }
    if (event instanceof SessionEvent.PieceVerified(int piece)) {
      serving.written(piece);
    }
    super.on(event);
  }

  @Override
  public boolean wants(SessionEvent.BlockBegins block) {
    accepted = null;
    on(block);
    return accepted != null;
  }

  @Override
  public void closed(ConnectionId id) {
    forget(id);
    files.look(); // The connection may have closed because the file could not be read.
    manifests.closed(id);
    hints.closed(id);
    on(new SessionEvent.Disconnected(id));
  }

  private AdaptiveTicker.Pace tick() {
    on(new SessionEvent.Tick());
    long now = System.nanoTime();
    layers.tick(now);
    SwarmLevels.Flow rates = meter.rates(now);
    int banned = session.bans(now).size();
    Shortage shortage = rates.download() > 0 ? null : session.shortage(now);
    show(
        new SwarmLevels(
            rates,
            meter.totals(),
            new SwarmLevels.Peers(
                connections().size(), session.seeders(), session.knownPeers(), banned),
            shortage,
            shortage == Shortage.NO_PEER_REACHED ? session.connectFailure() : null));
    if (!connections().isEmpty()) {
      return AdaptiveTicker.Pace.BUSY;
    }
    boolean quiet = session.isIdle(now) && rates.equals(SwarmLevels.Flow.NONE);
    return quiet ? AdaptiveTicker.Pace.IDLE : AdaptiveTicker.Pace.SEEKING;
  }

  @Override
  void execute(SessionCommand command) {
    switch (command) {
      case SessionCommand.Connect(PeerId peer, var address) -> dial(peer, address);
      case SessionCommand.Call(var address) -> call(address);
      case SessionCommand.Disconnect(ConnectionId id, _) -> disconnect(id);
      case SessionCommand.Send(ConnectionId id, PeerMessage message) -> send(id, message);
      case SessionCommand.Serve(ConnectionId id, BlockRange range) ->
          serving.serve(() -> connection(id), range);
      case SessionCommand.SendManifest(ConnectionId id, int begin, int length) ->
          send(manifests, id, begin, length);
      case SessionCommand.SendHints(ConnectionId id, int begin, int length) ->
          send(hints, id, begin, length);
      case SessionCommand.SendSignatures(ConnectionId id) ->
          send(id, SignatureTexts.message(resource.signatures().get()));
      case SessionCommand.TakeHints(HintMessage.HintsPart part) ->
          resource
              .hints()
              .take(part, done -> loop.execute(() -> on(new SessionEvent.HintsRead(done))));
      case SessionCommand.DropHints() -> resource.hints().drop();
      case SessionCommand.AcceptBlock(_, BlockRange range) -> accepted = range;
      case SessionCommand.CopyUnits(int piece, BitSet units) ->
          resource
              .copies()
              .copy(
                  piece,
                  units,
                  copied -> loop.execute(() -> on(new SessionEvent.UnitsCopied(piece, copied))));
      case SessionCommand.MakeZeros(int piece) -> resource.storage().makeZeros(piece);
      case SessionCommand.LookOn() -> loop.execute(() -> on(new SessionEvent.LookedOn()));
      case SessionCommand.VerifyPiece(int piece) -> resource.storage().verify(piece);
      case SessionCommand.Completed() -> {
        if (isComplete()) {
          resource.copies().end(); // Otherwise more may be chosen.
        }
        owner.completed();
      }
      case SessionCommand.SeekPeers() -> owner.seekPeers();
    }
  }

  private void send(PartUploads uploads, ConnectionId id, int begin, int length) {
    PeerConnection connection = connection(id);
    if (connection != null) {
      uploads.requested(id, connection, begin, length);
    }
  }
}
