package io.torrentinno.agent.engine;

import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.ConnectFailure;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.PeerIdentity;
import io.torrentinno.agent.engine.model.PieceChoice;
import io.torrentinno.agent.engine.model.PieceOrder;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionEvent.OfConnection;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.model.Shortage;
import io.torrentinno.agent.engine.peer.ConnectedPeer;
import io.torrentinno.agent.engine.peers.PeerSource;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one resource: it fetches missing pieces and serves the others. Belongs to
 * one thread.
 */
public final class TorrentSession {
  private final SessionSettings settings;
  private final Bitfield have;
  private final Map<ConnectionId, PeerState> peers = new LinkedHashMap<>();
  private final List<SessionCommand> out = new ArrayList<>();
  private final SessionParts parts;
  private final PeerMessages messages;
  private final PeerAdmission admission;
  private final boolean needsTi2;

  /**
   * A session of which all hashes are known, without peers.
   *
   * @param verified the pieces on disk; the session owns it from then on
   * @param now nanoseconds of any clock, the same for all events
   */
  public TorrentSession(
      SessionSettings settings,
      PieceLayout layout,
      Bitfield verified,
      RandomGenerator random,
      long now) {
    this(settings, new SessionContent(layout, verified), random, now);
  }

  /**
   * A session without peers.
   *
   * @param now nanoseconds of any clock, the same for all events
   */
  public TorrentSession(
      SessionSettings settings, SessionContent content, RandomGenerator random, long now) {
    this.settings = settings;
    have = content.verified();
    needsTi2 = content.hashes().needsTi2();
    parts = new SessionParts(settings, content, random, out, now);
    messages = new PeerMessages(parts, out);
    admission = new PeerAdmission(settings, parts.finder, peers.values(), this::drop);
  }

  /**
   * Handles an event.
   *
   * @param now nanoseconds, never less than before
   * @return the commands, in order; valid until the next call
   */
  public List<SessionCommand> on(SessionEvent event, long now) {
    out.clear();
    switch (event) {
      case SessionEvent.Connected connected -> connected(connected, now);
      case SessionEvent.ConnectFailed(PeerId peer, var why) ->
          parts.book.connectFailed(peer, why, now);
      case SessionEvent.PieceVerified(int piece) -> verified(piece, now);
      case SessionEvent.UnitsCopied(int piece, BitSet units) ->
          parts.downloads.copied(piece, units, now);
      case SessionEvent.HintsRead(boolean done) -> hintsRead(done, now);
      case SessionEvent.LocalBytesFound() -> parts.downloads.localBytesFound();
      case SessionEvent.LookedOn() -> parts.downloads.lookOn(now);
      case SessionEvent.BlocksDiffered(int piece, BitSet units) ->
          parts
              .downloads
              .guilty(piece, units, now)
              .forEach(peer -> ban(peer, DisconnectReason.CORRUPT, now));
      case SessionEvent.OrderChanged(PieceOrder order) -> {
        parts.downloads.order(order);
        parts.hashes.order(order);
      }
      case SessionEvent.ChoiceChanged(PieceChoice choice) -> choose(choice, now);
      case SessionEvent.ReadersMoved(List<PieceSpan> spans) -> readersMoved(spans, now);
      case SessionEvent.BanLifted(PeerId peer) -> pardon(peer, now);
      case SessionEvent.PieceCorrupt corrupt -> corrupt(corrupt, now);
      case SessionEvent.PeersFound found -> found(found, now);
      case SessionEvent.AddressNamed(PeerAddress address) -> {
        parts.finder.named().add(address, now);
        connectMore(now);
      }
      case SessionEvent.AddressAnswered(PeerAddress address, PeerId peer) ->
          parts.finder.answered(address, peer, isOfUse(peer), now);
      case SessionEvent.AddressSilent(PeerAddress address, var why) ->
          parts.finder.named().silent(address, why, now);
      case SessionEvent.Tick() -> tick(now);
      case OfConnection ofConnection -> {
        PeerState peer = peers.get(ofConnection.connection());
        if (peer != null) {
          on(peer, ofConnection, now);
        }
      }
    }
    parts.downloads.makeZeros();
    parts.downloads.askToLook();
    return out;
  }

  /** The verified pieces; to be read on the session's thread, and not to be changed. */
  public Bitfield have() {
    return have;
  }

  /** The pieces that are being fetched. */
  public Bitfield started() {
    Bitfield started = new Bitfield(have.size());
    parts.downloads.active().forEach(piece -> started.set(piece.index));
    return started;
  }

  /** The connected peers. */
  public List<PeerView> peers(long now) {
    return peers.values().stream().map(peer -> PeerView.of(peer, now)).toList();
  }

  /** The banned peers. */
  public List<Ban> bans(long now) {
    return parts.finder.bans(now);
  }

  /** How many of the connected peers have every piece. */
  public int seeders() {
    return (int) peers.values().stream().filter(peer -> peer.peer().pieces().isFull()).count();
  }

  /** Whether ticks change nothing until another event comes. */
  public boolean isIdle(long now) {
    return needsNothing()
        && peers.isEmpty()
        && parts.finder.named().size() == 0
        && parts.book.isSettled(now);
  }

  /** How many peers the session knows, connected or not. */
  public int knownPeers() {
    return parts.book.size();
  }

  /** Why nothing is requested; null when something is requested, or no piece is to be fetched. */
  public @Nullable Shortage shortage(long now) {
    if (needsNothing()
        || peers.values().stream().anyMatch(peer -> peer.download().outstanding() > 0)) {
      return null;
    }
    if (peers.isEmpty()) {
      return parts.finder.shortage(now);
    }
    if (seeders() > 0 || parts.downloads.isAnyOffered()) {
      return Shortage.NOT_SERVED;
    }
    return bans(now).isEmpty() ? Shortage.NOT_OFFERED : Shortage.NOT_OFFERED_BUT_BY_BANNED;
  }

  /** Of the reasons why peers can't be reached, the one that says most; null when none is known. */
  public @Nullable ConnectFailure connectFailure() {
    return parts.finder.failure();
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
        if (!parts.downloads.begins(peer.download(), range, now)) {
          ban(peer.peer().identity(), DisconnectReason.UNREQUESTED, now);
        }
      }
      case SessionEvent.BlockProgressed _ -> parts.downloads.alive(peer.download(), now);
      case SessionEvent.BlockArrived(_, var range) ->
          parts.downloads.arrived(peer.download(), range, now);
      case SessionEvent.BlockServed(_, var range) ->
          parts.uploads.served(peer.upload(), range, now);
      case SessionEvent.Unread _ -> parts.choker.unread(peer.upload(), now);
    }
  }

  private void connected(SessionEvent.Connected event, long now) {
    DisconnectReason refusal =
        isOfUse(event.peer()) ? admission.refusal(event, now) : DisconnectReason.DIALECT;
    if (refusal != null) {
      parts.finder.refused(event.peer(), event.outgoing(), now);
      out.add(new SessionCommand.Disconnect(event.connection(), refusal));
      return;
    }
    ConnectedPeer connected = new ConnectedPeer(event, settings.self(), have.size(), now);
    PeerState peer = PeerState.of(connected, settings.hello().maxBlockLength(), now);
    peers.put(event.connection(), peer);
    parts.connected(peer, now);
  }

  private void disconnected(PeerState peer, long now) {
    peers.remove(peer.peer().connection());
    parts.left(peer, now);
  }

  private void drop(PeerState peer, DisconnectReason reason, long now) {
    out.add(new SessionCommand.Disconnect(peer.peer().connection(), reason));
    disconnected(peer, now);
  }

  private void received(PeerState peer, PeerMessage message, long now) {
    DisconnectReason fault = messages.received(peer, message, now);
    if (fault != null) {
      ban(peer.peer().identity(), fault, now);
    } else if (message instanceof PeerMessage.Have) {
      dropIfRedundant(peer, now);
    }
    if (message instanceof PeerMessage.PeerExchange) {
      connectMore(now);
    }
  }

  /**
   * Makes room for peers that are of use, on either side. Not called when a program ends to read:
   * the next one may begin soon.
   */
  private void dropRedundant(long now) {
    if (parts.needed.isSettled()) {
      for (PeerState peer : List.copyOf(peers.values())) {
        dropIfRedundant(peer, now);
      }
    }
  }

  private void dropIfRedundant(PeerState peer, long now) {
    if (peer.peer().speaksTi2() && parts.needed.isSettled() && peer.peer().pieces().isFull()) {
      drop(peer, DisconnectReason.REDUNDANT, now);
    }
  }

  private void hintsRead(boolean done, long now) {
    if (done) {
      parts.downloads.localBytesFound();
    }
    parts.hints.read(done, now);
  }

  private void verified(int piece, long now) {
    if (!have.set(piece)) {
      return;
    }
    boolean wasNeeded = parts.needed.pieces().get(piece);
    boolean wasComplete = parts.needed.isChoiceComplete();
    parts.needed.verified(piece);
    parts.downloads.verified(piece, wasNeeded, now);
    parts.broadcaster.gained(piece, now);
    if (parts.needed.isChoiceComplete() && (!wasComplete || have.isFull())) {
      out.add(new SessionCommand.Completed());
    }
    dropRedundant(now);
  }

  private void corrupt(SessionEvent.PieceCorrupt corrupt, long now) {
    PeerIdentity guilty = parts.downloads.corrupt(corrupt, now);
    if (guilty != null) {
      ban(guilty, DisconnectReason.CORRUPT, now);
    }
  }

  /** Bans a peer for everything that it sent until now; nothing of that leads to another ban. */
  private void ban(PeerIdentity guilty, DisconnectReason reason, long now) {
    parts.finder.ban(guilty, reason, now);
    parts.downloads.settle(guilty);
    PeerState peer = admission.find(guilty.id());
    if (peer != null && peer.peer().identity().equals(guilty)) {
      drop(peer, reason, now);
    }
  }

  private void pardon(PeerId peer, long now) {
    PeerIdentity banned = parts.book.pardon(peer, now);
    if (banned != null) {
      parts.downloads.settle(banned);
    }
  }

  private void choose(PieceChoice choice, long now) {
    parts.needed.skip(choice.skipped(), parts.downloads);
    parts.downloads.prioritise(choice.high());
    parts.downloads.needsChanged(now);
    fetchMore(now);
    dropRedundant(now);
    connectMore(now);
    if (parts.needed.isChoiceComplete()) {
      out.add(new SessionCommand.Completed()); // Files of which no piece is missing may be new.
    }
  }

  private void readersMoved(List<PieceSpan> spans, long now) {
    parts.hashes.readersMoved(spans);
    parts.needed.readersMoved(spans, parts.downloads);
    parts.downloads.readersMoved(spans, now);
    if (parts.needed.hasSkipped()) {
      parts.downloads.needsChanged(now);
    }
    fetchMore(now);
  }

  private boolean needsNothing() {
    return parts.needed.pieces().isEmpty();
  }

  private void fetchMore(long now) {
    peers.values().forEach(peer -> parts.hashes.fetchFrom(peer.hashes(), now));
    parts.downloads.refillAll(now);
  }

  private void found(SessionEvent.PeersFound found, long now) {
    PeerSource tracker = PeerSource.tracker(found.tracker());
    for (SessionEvent.PeersFound.Peer peer : found.peers()) {
      if (isOfUse(peer.id())) {
        parts.finder.found(peer.id(), peer.address(), tracker, now);
        if (peer.leecher()) {
          parts.book.markLeecher(peer.id());
        }
      }
    }
    connectMore(now);
  }

  /** Whether the resource can be fetched in the dialect of the peer. */
  private boolean isOfUse(PeerId peer) {
    return !needsTi2 || (peer.speaksTi2() && settings.self().speaksTi2());
  }

  private void tick(long now) {
    for (PeerState peer : List.copyOf(peers.values())) {
      if (admission.isSilent(peer.peer(), now)
          || parts.downloads.isHopeless(peer.download(), now)) {
        drop(peer, DisconnectReason.SILENT, now);
      } else {
        parts.tick(peer, now);
      }
    }
    parts.downloads.copyMore();
    parts.hints.tick(now);
    parts.choker.tick(now);
    parts.superSeeding.tick(now);
    connectMore(now);
    if (peers.isEmpty() && !needsNothing() && parts.finder.claimSeek(now)) {
      out.add(new SessionCommand.SeekPeers());
    }
  }

  private void connectMore(long now) {
    SessionSettings.Connections most = settings.connections();
    int room = most.max() - admission.occupied(needsNothing(), now) - parts.finder.connecting();
    for (PeerAddress address : parts.finder.named().toCall(room, now)) {
      out.add(new SessionCommand.Call(address));
      room--;
    }
    int limit = Math.min(room, parts.book.mayCall(most.maxHalfOpen(), now));
    out.addAll(parts.book.toConnect(limit, !needsNothing(), now));
  }
}
