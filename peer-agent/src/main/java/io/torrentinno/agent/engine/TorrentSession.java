package io.torrentinno.agent.engine;

import io.torrentinno.agent.engine.download.Downloads;
import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.PeerIdentity;
import io.torrentinno.agent.engine.model.PieceOrder;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionEvent.OfConnection;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.model.Shortage;
import io.torrentinno.agent.engine.peer.ConnectedPeer;
import io.torrentinno.agent.engine.peer.SessionOutput;
import io.torrentinno.agent.engine.peers.PeerBook;
import io.torrentinno.agent.engine.peers.PeerExchanges;
import io.torrentinno.agent.engine.peers.PeerFinder;
import io.torrentinno.agent.engine.upload.Choker;
import io.torrentinno.agent.engine.upload.HaveBroadcaster;
import io.torrentinno.agent.engine.upload.SuperSeeding;
import io.torrentinno.agent.engine.upload.UploadOutput;
import io.torrentinno.agent.engine.upload.Uploads;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import io.torrentinno.protocol.wire.ProofMessage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one resource: fetches the pieces that are missing, serves those that are
 * there. Belongs to one thread.
 */
public final class TorrentSession {
  private final SessionSettings settings;
  private final Bitfield have;
  private final Map<ConnectionId, PeerState> peers = new LinkedHashMap<>();
  private final List<SessionCommand> out = new ArrayList<>();
  private final Downloads downloads;
  private final Uploads uploads;
  private final Choker choker;
  private final SuperSeeding superSeeding;
  private final UploadOutput uploadOutput;
  private final HaveBroadcaster broadcaster;
  private final PeerFinder finder;
  private final PeerBook book;
  private final PeerAdmission admission;
  private final PeerExchanges exchanges;

  /**
   * A session without peers.
   *
   * @param verified the pieces on disk; belongs to the session from here on
   * @param now nanoseconds of any clock, the same for all events
   */
  public TorrentSession(
      SessionSettings settings,
      PieceLayout layout,
      Bitfield verified,
      RandomGenerator random,
      long now) {
    this.settings = settings;
    have = verified;
    SessionOutput output = new SessionOutput(out);
    uploadOutput = new UploadOutput(output);
    downloads = new Downloads(settings, layout, have, random, output);
    boolean firstCopies = settings.sharing().superSeeds() && have.isFull();
    broadcaster = new HaveBroadcaster(have, settings.hello(), uploadOutput);
    superSeeding = new SuperSeeding(firstCopies, layout, broadcaster, random, uploadOutput);
    uploads = new Uploads(have, settings.hello(), superSeeding, uploadOutput);
    choker = new Choker(settings.sharing(), uploads, random, uploadOutput, now);
    finder = new PeerFinder(settings, random, now);
    book = finder.book();
    exchanges = new PeerExchanges(settings.hello(), book, output);
    admission = new PeerAdmission(settings, finder, peers.values(), this::drop);
  }

  /**
   * Takes an event.
   *
   * @param now nanoseconds, never less than before
   * @return what to do, in order; valid until the next call
   */
  public List<SessionCommand> on(SessionEvent event, long now) {
    out.clear();
    switch (event) {
      case SessionEvent.Connected connected -> connected(connected, now);
      case SessionEvent.ConnectFailed(PeerId peer) -> book.connectFailed(peer, now);
      case SessionEvent.PieceVerified(int piece) -> verified(piece, now);
      case SessionEvent.BlocksDiffered(int piece, BitSet units) ->
          downloads
              .guilty(piece, units, now)
              .forEach(peer -> ban(peer, DisconnectReason.CORRUPT, now));
      case SessionEvent.OrderChanged(PieceOrder order) -> downloads.order(order);
      case SessionEvent.BanLifted(PeerId peer) -> pardon(peer, now);
      case SessionEvent.PieceCorrupt corrupt -> corrupt(corrupt, now);
      case SessionEvent.PeersFound(List<SessionEvent.PeersFound.Peer> found) -> found(found, now);
      case SessionEvent.Tick() -> tick(now);
      case OfConnection ofConnection -> {
        PeerState peer = peers.get(ofConnection.connection());
        if (peer != null) {
          on(peer, ofConnection, now);
        }
      }
    }
    return out;
  }

  /** The verified pieces; only to be read, on the session's thread. */
  public Bitfield have() {
    return have;
  }

  /** The pieces that are being fetched. */
  public Bitfield started() {
    Bitfield started = new Bitfield(have.size());
    downloads.active().forEach(piece -> started.set(piece.index));
    return started;
  }

  /** The connected peers. */
  public List<PeerView> peers(long now) {
    return peers.values().stream().map(peer -> PeerView.of(peer, now)).toList();
  }

  /** The peers that are kept out. */
  public List<Ban> bans(long now) {
    return finder.bans(now);
  }

  /** How many of the connected peers have every piece. */
  public int seeders() {
    return (int) peers.values().stream().filter(peer -> peer.peer().pieces().isFull()).count();
  }

  /** Whether ticks change nothing until another event comes. */
  public boolean isIdle(long now) {
    return have.isFull() && peers.isEmpty() && book.isSettled(now);
  }

  /** How many peers the session has heard of, connected or not. */
  public int knownPeers() {
    return book.size();
  }

  /** Why nothing is asked for; null when something is, or nothing is missing. */
  public @Nullable Shortage shortage(long now) {
    if (have.isFull()
        || peers.values().stream().anyMatch(peer -> peer.download().outstanding() > 0)) {
      return null;
    }
    int banned = book.bans(now).size();
    if (peers.isEmpty()) {
      return book.size() == 0
          ? Shortage.NO_PEER_KNOWN
          : banned >= book.size() ? Shortage.ALL_BANNED : Shortage.NO_PEER_REACHED;
    }
    if (seeders() > 0 || downloads.isAnyOffered()) {
      return Shortage.NOT_SERVED;
    }
    return banned > 0 ? Shortage.NOT_OFFERED_BUT_BY_BANNED : Shortage.NOT_OFFERED;
  }

  private void on(PeerState peer, OfConnection event, long now) {
    if (!(event instanceof SessionEvent.Unread)) {
      peer.peer().received(now);
    }
    switch (event) {
      case SessionEvent.Disconnected _ -> disconnected(peer, now);
      case SessionEvent.Received(_, PeerMessage message) -> received(peer, message, now);
      case SessionEvent.Violated _ -> ban(peer.peer().identity(), DisconnectReason.PROTOCOL, now);
      case SessionEvent.BlockBegins(_, var range) -> {
        if (!downloads.begins(peer.download(), range, now)) {
          ban(peer.peer().identity(), DisconnectReason.UNREQUESTED, now);
        }
      }
      case SessionEvent.BlockProgressed _ -> downloads.alive(peer.download(), now);
      case SessionEvent.BlockArrived(_, var range) ->
          downloads.arrived(peer.download(), range, now);
      case SessionEvent.BlockServed(_, var range) -> uploads.served(peer.upload(), range, now);
      case SessionEvent.Unread _ -> choker.unread(peer.upload(), now);
    }
  }

  private void connected(SessionEvent.Connected event, long now) {
    DisconnectReason refusal = admission.refusal(event, now);
    if (refusal != null) {
      finder.refused(event.peer(), event.outgoing(), now);
      out.add(new SessionCommand.Disconnect(event.connection(), refusal));
      return;
    }
    ConnectedPeer connected = new ConnectedPeer(event, settings.self(), have.size(), now);
    PeerState peer = PeerState.of(connected, settings.hello().maxBlockLength(), now);
    peers.put(event.connection(), peer);
    downloads.connected(peer.download());
    uploadOutput.connected(peer.upload());
    exchanges.connected(peer.exchange());
    book.connected(connected.id(), now);
    broadcaster.connected(peer.upload(), now);
  }

  private void disconnected(PeerState peer, long now) {
    ConnectedPeer gone = peer.peer();
    peers.remove(gone.connection());
    uploadOutput.left(peer.upload());
    book.disconnected(gone.id(), peer.hasExchangedBlocks(), now);
    downloads.dropped(peer.download(), now);
    superSeeding.left(peer.upload());
    choker.left(peer.upload(), now);
    exchanges.left(peer.exchange());
  }

  private void drop(PeerState peer, DisconnectReason reason, long now) {
    out.add(new SessionCommand.Disconnect(peer.peer().connection(), reason));
    disconnected(peer, now);
  }

  private void received(PeerState peer, PeerMessage message, long now) {
    boolean greeting = message instanceof PeerMessage.Hello;
    if (peer.peer().speaksTi2() && greeting == (peer.peer().hello() != null)) {
      ban(peer.peer().identity(), DisconnectReason.PROTOCOL, now); // Hello comes first, and once
      return;
    }
    if (NeedlessMessages.contain(message, peer) && !peer.peer().mayCost(1, now)) {
      ban(peer.peer().identity(), DisconnectReason.FLOOD, now);
      return;
    }
    switch (message) {
      case PeerMessage.Hello hello -> greeted(peer, hello, now);
      case Have have -> told(peer, have, now);
      case PeerMessage.Request(var range) -> {
        choker.asked(peer.upload());
        DisconnectReason fault = uploads.requested(peer.upload(), range, now);
        if (fault != null) {
          ban(peer.peer().identity(), fault, now);
        }
      }
      case PeerMessage.Cancel(var range) -> uploads.cancelled(peer.upload(), range);
      case PeerMessage.Reject(var range) -> downloads.rejected(peer.download(), range);
      case PeerMessage.Choke() -> downloads.choked(peer.download(), now);
      case PeerMessage.Unchoke() -> downloads.unchoked(peer.download(), now);
      case PeerMessage.Interested() -> choker.interested(peer.upload(), true, now);
      case PeerMessage.NotInterested() -> choker.interested(peer.upload(), false, now);
      case PeerMessage.KeepAlive() -> {}
      case PeerMessage.ManifestRequest(int begin, int length) ->
          out.add(new SessionCommand.SendManifest(peer.peer().connection(), begin, length));
      case PeerMessage.PeerExchange exchange -> {
        if (!exchanges.received(peer.exchange(), exchange, now)) {
          ban(peer.peer().identity(), DisconnectReason.FLOOD, now);
        }
        connectMore(now);
      }
      case PeerMessage.ManifestPart _, ProofMessage _ -> {} // not asked for
    }
  }

  private void greeted(PeerState peer, PeerMessage.Hello hello, long now) {
    ConnectedPeer who = peer.peer();
    who.greeted(hello);
    downloads.greeted(peer.download(), hello);
    if (hello.listenPort() != 0) {
      book.heardOf(who.id(), new PeerAddress(who.remote(), hello.listenPort()), now);
    }
    choker.greeted(peer.upload(), now);
    if (!superSeeding.greeted(peer.upload(), now)) {
      broadcaster.greeted(peer.upload(), now);
    }
  }

  private void told(PeerState peer, Have what, long now) {
    Bitfield pieces = peer.peer().pieces();
    boolean wasSeeder = pieces.isFull();
    downloads.told(peer.download(), what, now);
    superSeeding.told(peer.upload(), what, now);
    if (pieces.isFull() != wasSeeder) {
      book.markSeeder(peer.peer().id(), !wasSeeder, now);
      dropIfRedundant(peer, now);
    }
  }

  private void dropIfRedundant(PeerState peer, long now) {
    if (peer.peer().speaksTi2() && have.isFull() && peer.peer().pieces().isFull()) {
      drop(peer, DisconnectReason.REDUNDANT, now);
    }
  }

  private void verified(int piece, long now) {
    if (!have.set(piece)) {
      return;
    }
    downloads.verified(piece, now);
    broadcaster.gained(piece, now);
    if (have.isFull()) {
      out.add(new SessionCommand.Completed());
      for (PeerState peer : List.copyOf(peers.values())) {
        dropIfRedundant(peer, now);
      }
    }
  }

  private void corrupt(SessionEvent.PieceCorrupt corrupt, long now) {
    PeerIdentity guilty = downloads.corrupt(corrupt, now);
    if (guilty != null) {
      ban(guilty, DisconnectReason.CORRUPT, now);
    }
  }

  /** Keeps a peer out for what it did until now; none of that is held against it again. */
  private void ban(PeerIdentity guilty, DisconnectReason reason, long now) {
    finder.ban(guilty, reason, now);
    downloads.settle(guilty);
    PeerState peer = admission.find(guilty.id());
    if (peer != null && peer.peer().identity().equals(guilty)) {
      drop(peer, reason, now);
    }
  }

  private void pardon(PeerId peer, long now) {
    PeerIdentity banned = book.pardon(peer, now);
    if (banned != null) {
      downloads.settle(banned);
    }
  }

  private void found(List<SessionEvent.PeersFound.Peer> found, long now) {
    found.forEach(peer -> finder.found(peer.id(), peer.address(), now));
    connectMore(now);
  }

  private void tick(long now) {
    for (PeerState peer : List.copyOf(peers.values())) {
      if (admission.isSilent(peer.peer(), now) || downloads.isHopeless(peer.download(), now)) {
        drop(peer, DisconnectReason.SILENT, now);
      } else {
        broadcaster.tick(peer.upload(), now);
        exchanges.tick(peer.exchange(), now);
        downloads.tick(peer.download(), now);
      }
    }
    choker.tick(now);
    superSeeding.tick(now);
    connectMore(now);
    if (peers.isEmpty() && !have.isFull() && finder.claimSeek(now)) {
      out.add(new SessionCommand.SeekPeers());
    }
  }

  private void connectMore(long now) {
    SessionSettings.Connections most = settings.connections();
    int room = most.max() - admission.occupied(have.isFull(), now) - book.connecting();
    int limit = Math.min(room, book.mayCall(most.maxHalfOpen(), now));
    out.addAll(book.toConnect(limit, !have.isFull(), now));
  }
}
