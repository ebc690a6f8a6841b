package io.torrentinno.agent.engine;

import io.torrentinno.agent.engine.SessionEvent.OfConnection;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one resource: fetches the pieces that are missing, serves those that are
 * there. Belongs to one thread.
 */
public final class TorrentSession {
  /** TI/1 clients answer one request after the other; a few waiting hide the round trip. */
  private static final int TI1_REQUESTS = 4;

  /** A TI/2 peer whose connection is alive says something within this time, and a bit. */
  private static final long MOVED_AFTER = TimeUnit.SECONDS.toNanos(70);

  /** A TI/2 peer says Hello as soon as it has shaken hands. */
  private static final long HELLO_WITHIN = TimeUnit.SECONDS.toNanos(10);

  private static final long SEEK_EVERY = TimeUnit.SECONDS.toNanos(5);

  private final SessionSettings settings;
  private final Bitfield have;
  private final Map<ConnectionId, PeerState> peers = new LinkedHashMap<>();
  private final List<SessionCommand> out = new ArrayList<>();
  private final Downloads downloads;
  private final Uploads uploads;
  private final Choker choker;
  private final SuperSeeding superSeeding;
  private final PieceNews news;
  private final PeerBook book;
  private final PeerExchanges exchanges;
  private long lastSeek;

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
    SessionOutput output = new SessionOutput(peers.values(), out);
    downloads = new Downloads(settings, layout, have, random, output);
    boolean firstCopies = settings.sharing().superSeeds() && have.isFull();
    news = new PieceNews(have, settings.hello(), output);
    superSeeding = new SuperSeeding(firstCopies, layout, news, random, output);
    uploads = new Uploads(have, settings.hello(), superSeeding, out);
    choker = new Choker(settings.sharing(), uploads, random, output, now);
    book = new PeerBook(settings.self(), random);
    exchanges = new PeerExchanges(settings.hello(), book, output);
    lastSeek = now;
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
      case SessionEvent.PieceCorrupt(int piece) -> corrupt(piece, now);
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
    return book.bans(now);
  }

  /** How many of the connected peers have every piece. */
  public int seeders() {
    return (int) peers.values().stream().filter(peer -> peer.pieces.isFull()).count();
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
    if (have.isFull() || peers.values().stream().anyMatch(peer -> !peer.requests.isEmpty())) {
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
      peer.lastReceived = now;
    }
    switch (event) {
      case SessionEvent.Disconnected _ -> disconnected(peer, now);
      case SessionEvent.Received(_, PeerMessage message) -> received(peer, message, now);
      case SessionEvent.Violated _ -> ban(peer.identity, DisconnectReason.PROTOCOL, now);
      case SessionEvent.BlockBegins(_, var range) -> {
        if (!downloads.begins(peer, range, now)) {
          ban(peer.identity, DisconnectReason.UNREQUESTED, now);
        }
      }
      case SessionEvent.BlockProgressed _ -> downloads.alive(peer, now);
      case SessionEvent.BlockArrived(_, var range) -> downloads.arrived(peer, range, now);
      case SessionEvent.BlockServed(_, var range) -> uploads.served(peer, range, now);
      case SessionEvent.Unread _ -> choker.unread(peer, now);
    }
  }

  private void connected(SessionEvent.Connected event, long now) {
    DisconnectReason refusal = refusal(event, now);
    if (refusal != null) {
      if (event.outgoing()) {
        book.connectFailed(event.peer(), now);
      }
      out.add(new SessionCommand.Disconnect(event.connection(), refusal));
      return;
    }
    PeerState peer = new PeerState(event, settings.self(), have.size(), now);
    peer.blockLimit = settings.hello().maxBlockLength();
    peer.requestLimit = TI1_REQUESTS;
    peers.put(event.connection(), peer);
    book.connected(peer.id, now);
    news.connected(peer, now);
  }

  private @Nullable DisconnectReason refusal(SessionEvent.Connected event, long now) {
    if (event.peer().equals(settings.self())) {
      return DisconnectReason.SELF;
    }
    if (book.isBanned(new PeerIdentity(event.peer(), event.remote()), now)) {
      return DisconnectReason.BANNED;
    }
    PeerState twin = find(event.peer());
    if (twin != null) {
      if (!survives(event, twin, now)) {
        return DisconnectReason.DUPLICATE;
      }
      drop(twin, DisconnectReason.DUPLICATE, now);
    }
    return hasRoom(now) ? null : DisconnectReason.FULL;
  }

  private boolean hasRoom(long now) {
    if (peers.size() < settings.connections().max()) {
      return true;
    }
    Optional<PeerState> victim = Eviction.victim(peers.values(), now);
    victim.ifPresent(peer -> drop(peer, DisconnectReason.FULL, now));
    return victim.isPresent();
  }

  /**
   * Of two connections with one TI/2 peer the one that the smaller id opened survives; if one side
   * opened both, the later one, since that side must have lost the earlier. From another address it
   * may be somebody who uses the peer's id, so there the earlier one must have gone quiet.
   */
  private boolean survives(SessionEvent.Connected event, PeerState twin, long now) {
    boolean moved = !event.remote().equals(twin.remote);
    if (!twin.speaksTi2 || (moved && now - twin.lastReceived < MOVED_AFTER)) {
      return false;
    }
    boolean selfIsSmaller = settings.self().compareTo(event.peer()) < 0;
    return event.outgoing() == twin.outgoing || event.outgoing() == selfIsSmaller;
  }

  private void disconnected(PeerState peer, long now) {
    peers.remove(peer.connection);
    boolean useful = peer.download.total() > 0 || peer.upload.total() > 0;
    book.disconnected(peer.id, useful, now);
    downloads.dropped(peer, now);
    superSeeding.left(peer);
    choker.left(peer, now);
    exchanges.left(peer.id);
  }

  private void drop(PeerState peer, DisconnectReason reason, long now) {
    out.add(new SessionCommand.Disconnect(peer.connection, reason));
    disconnected(peer, now);
  }

  private void received(PeerState peer, PeerMessage message, long now) {
    boolean greeting = message instanceof PeerMessage.Hello;
    if (peer.speaksTi2 && greeting == (peer.hello != null)) {
      ban(peer.identity, DisconnectReason.PROTOCOL, now); // Hello comes first, and once
      return;
    }
    if (isNeedless(peer, message) && !peer.patience.bears(1, now)) {
      ban(peer.identity, DisconnectReason.FLOOD, now);
      return;
    }
    switch (message) {
      case PeerMessage.Hello hello -> greeted(peer, hello, now);
      case Have have -> told(peer, have, now);
      case PeerMessage.Request(var range) -> {
        DisconnectReason fault = uploads.requested(peer, range, now);
        if (fault != null) {
          ban(peer.identity, fault, now);
        }
      }
      case PeerMessage.Cancel(var range) -> uploads.cancelled(peer, range);
      case PeerMessage.Reject(var range) -> downloads.rejected(peer, range);
      case PeerMessage.Choke() -> downloads.choked(peer, now);
      case PeerMessage.Unchoke() -> downloads.unchoked(peer, now);
      case PeerMessage.Interested() -> interested(peer, true, now);
      case PeerMessage.NotInterested() -> interested(peer, false, now);
      case PeerMessage.KeepAlive() -> {}
      case PeerMessage.ManifestRequest(int begin, int length) ->
          out.add(new SessionCommand.SendManifest(peer.connection, begin, length));
      case PeerMessage.PeerExchange exchange -> {
        if (!exchanges.received(peer, exchange, now)) {
          ban(peer.identity, DisconnectReason.FLOOD, now);
        }
        connectMore(now);
      }
      case PeerMessage.ManifestPart _, ProofMessage _ -> {} // not asked for
    }
  }

  /** Whether the message says what is known, or costs more to answer than to send. */
  private static boolean isNeedless(PeerState peer, PeerMessage message) {
    return switch (message) {
      case Have.Piece(int piece) -> peer.pieces.get(piece);
      case Have.Bits(Bitfield pieces) -> peer.speaksTi2 || !peer.gainsBy(pieces);
      case Have.All _, Have.None _ -> peer.speaksTi2;
      case PeerMessage.Choke _ -> peer.choking;
      case PeerMessage.Unchoke _ -> !peer.choking;
      case PeerMessage.Interested _ -> peer.interestedInUs;
      case PeerMessage.NotInterested _ -> !peer.interestedInUs;
      case PeerMessage.KeepAlive _, PeerMessage.Cancel _, PeerMessage.ManifestPart _ -> true;
      case ProofMessage _ -> true; // of features that no Hello of this agent names
      case PeerMessage.ManifestRequest request -> peer.asksAgain(request);
      case PeerMessage.Hello _,
          PeerMessage.Request _,
          PeerMessage.Reject _,
          PeerMessage.PeerExchange _ ->
          false;
    };
  }

  private void greeted(PeerState peer, PeerMessage.Hello hello, long now) {
    peer.hello = hello;
    peer.blockLimit = Math.min(settings.hello().maxBlockLength(), hello.maxBlockLength());
    peer.requestLimit = hello.maxRequests();
    if (hello.listenPort() != 0) {
      book.heardOf(peer.id, new PeerAddress(peer.remote, hello.listenPort()), now);
    }
    choker.greeted(peer, now);
    if (!superSeeding.greeted(peer, now)) {
      news.greeted(peer, now);
    }
  }

  private void interested(PeerState peer, boolean interested, long now) {
    if (peer.interestedInUs != interested) {
      peer.interestedInUs = interested;
      choker.wantsChanged(peer, now);
    }
  }

  private void told(PeerState peer, Have what, long now) {
    boolean wasSeeder = peer.pieces.isFull();
    downloads.told(peer, what, now);
    superSeeding.told(peer, what, now);
    if (peer.pieces.isFull() != wasSeeder) {
      book.isSeeder(peer.id, !wasSeeder, now);
      dropIfRedundant(peer, now);
    }
  }

  private void dropIfRedundant(PeerState peer, long now) {
    if (peer.speaksTi2 && have.isFull() && peer.pieces.isFull()) {
      drop(peer, DisconnectReason.REDUNDANT, now);
    }
  }

  private void verified(int piece, long now) {
    if (!have.set(piece)) {
      return;
    }
    downloads.verified(piece, now);
    news.gained(piece, peers.values(), now);
    if (have.isFull()) {
      out.add(new SessionCommand.Completed());
      for (PeerState peer : List.copyOf(peers.values())) {
        dropIfRedundant(peer, now);
      }
    }
  }

  private void corrupt(int piece, long now) {
    PeerIdentity guilty = downloads.corrupt(piece, now);
    if (guilty != null) {
      ban(guilty, DisconnectReason.CORRUPT, now);
    }
  }

  /** Keeps a peer out for what it did until now; none of that is held against it again. */
  private void ban(PeerIdentity guilty, DisconnectReason reason, long now) {
    book.ban(guilty, reason, settings.timeouts().ban(), now);
    downloads.settle(guilty);
    PeerState peer = find(guilty.id());
    if (peer != null && peer.identity.equals(guilty)) {
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
    found.forEach(peer -> book.heardOf(peer.id(), peer.address(), now));
    connectMore(now);
  }

  private void tick(long now) {
    for (PeerState peer : List.copyOf(peers.values())) {
      if (isSilent(peer, now) || downloads.isHopeless(peer, now)) {
        drop(peer, DisconnectReason.SILENT, now);
      } else {
        news.tick(peer, now);
        exchanges.tick(peer, now);
        downloads.tick(peer, now);
      }
    }
    choker.tick(now);
    superSeeding.tick(now);
    connectMore(now);
    if (peers.isEmpty() && !have.isFull() && now - lastSeek >= SEEK_EVERY) {
      lastSeek = now;
      out.add(new SessionCommand.SeekPeers());
    }
  }

  private boolean isSilent(PeerState peer, long now) {
    boolean mute = !peer.isReady() && now - peer.connectedAt >= HELLO_WITHIN;
    return mute || now - peer.lastReceived >= settings.timeouts().idle().toNanos();
  }

  private void connectMore(long now) {
    SessionSettings.Connections most = settings.connections();
    int room = most.max() - occupied(now) - book.connecting();
    int limit = Math.min(room, book.mayCall(most.maxHalfOpen(), now));
    out.addAll(book.toConnect(limit, !have.isFull(), now));
  }

  /**
   * Places that are taken; strangers of no use must not keep those away who have what is missing.
   */
  private int occupied(long now) {
    if (have.isFull() || peers.size() < settings.connections().max()) {
      return peers.size();
    }
    boolean starving = peers.values().stream().noneMatch(peer -> peer.wanted > 0);
    return starving
        ? (int) peers.values().stream().filter(peer -> !Eviction.isUseless(peer, now)).count()
        : peers.size();
  }

  private @Nullable PeerState find(PeerId id) {
    for (PeerState peer : peers.values()) {
      if (peer.id.equals(id)) {
        return peer;
      }
    }
    return null;
  }
}
