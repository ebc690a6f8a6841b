package io.torrentinno.agent.engine.manifest;

import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.ConnectFailure;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.ManifestCommand;
import io.torrentinno.agent.engine.model.ManifestEvent;
import io.torrentinno.agent.engine.model.PeerIdentity;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.model.Shortage;
import io.torrentinno.agent.engine.peers.PeerBook;
import io.torrentinno.agent.engine.peers.PeerFinder;
import io.torrentinno.agent.engine.peers.PeerSource;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.ManifestPart;
import io.torrentinno.protocol.wire.PeerMessage.ManifestRequest;
import io.torrentinno.protocol.wire.ProofMessage;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a resource of which only the info-hash is known: fetches the manifest from
 * peers. Peers may have different texts, so the whole manifest comes from one peer. When this peer
 * fails, the next peer is asked; a peer that sent another manifest is banned. Belongs to one
 * thread.
 */
public final class ManifestSession {
  /**
   * Connections that this agent opened, and as many that peers opened: so strangers that call take
   * no place of those that trackers name. One peer is asked and the others stand by.
   */
  static final int CONNECTIONS = 4;

  /** A peer that owes something and is silent for so long is given up. */
  static final Duration SILENCE = Duration.ofSeconds(10);

  private final SessionSettings settings;
  private final PeerFinder finder;
  private final PeerBook book;
  private final Map<ConnectionId, ManifestSource> sources = new LinkedHashMap<>();
  private final List<ManifestCommand> out = new ArrayList<>();
  private final SourceTurns turns = new SourceTurns();
  private @Nullable ManifestSource chosen;

  /** All of the manifest is here, and is the right one. */
  private boolean complete;

  /**
   * A session without peers.
   *
   * @param now nanoseconds of any clock, the same for all events
   */
  public ManifestSession(SessionSettings settings, RandomGenerator random, long now) {
    this.settings = settings;
    finder = new PeerFinder(settings, random, now);
    book = finder.book();
  }

  /**
   * Takes an event.
   *
   * @param now nanoseconds, never less than before
   * @return what to do, in order; valid until the next call
   */
  public List<ManifestCommand> on(ManifestEvent event, long now) {
    out.clear();
    switch (event) {
      case ManifestEvent.Connected connected -> connected(connected, now);
      case ManifestEvent.ConnectFailed(var peer, var why) -> book.connectFailed(peer, why, now);
      case ManifestEvent.Disconnected(var connection) -> {
        ManifestSource source = sources.get(connection);
        if (source != null) {
          gone(source, now);
        }
      }
      case ManifestEvent.Violated(var connection) -> {
        ManifestSource source = sources.get(connection);
        if (source != null) {
          ban(source, DisconnectReason.PROTOCOL, now);
        }
      }
      case ManifestEvent.Received(var connection, PeerMessage message) -> {
        ManifestSource source = sources.get(connection);
        if (source != null) {
          source.lastReceived = now;
          received(source, message, now);
        }
      }
      case ManifestEvent.PeersFound found -> found(found, now);
      case ManifestEvent.AddressNamed(var address) -> {
        finder.named().add(address, now);
        connectMore(now);
      }
      case ManifestEvent.AddressAnswered(var address, var peer) ->
          finder.answered(address, peer, peer.speaksTi2(), now); // No other serves manifests.
      case ManifestEvent.AddressSilent(var address, var why) ->
          finder.named().silent(address, why, now);
      case ManifestEvent.Kept(var source) -> kept(source);
      case ManifestEvent.Wrong(var source) -> wrong(source, now);
      case ManifestEvent.Unread(var source) -> unread(source, now);
      case ManifestEvent.Right(var source) -> right(source);
      case ManifestEvent.Unsigned(var source) -> unsigned(source, now);
      case ManifestEvent.BanLifted(var peer) -> book.pardon(peer, now);
      case ManifestEvent.Tick() -> tick(now);
    }
    return out;
  }

  /** The peers that are kept out. */
  public List<Ban> bans(long now) {
    return finder.bans(now);
  }

  /** How many peers the session has heard of, connected or not. */
  public int knownPeers() {
    return book.size();
  }

  /** The reason why the manifest is requested from no peer; null when a peer is connected. */
  public @Nullable Shortage shortage(long now) {
    if (complete) {
      return Shortage.NOT_SIGNED;
    }
    if (!sources.isEmpty()) {
      return null;
    }
    return turns.hasSetAside(now) ? Shortage.NOT_READ : finder.shortage(now);
  }

  /** Of the reasons why peers can't be reached, the one that says most; null when none is known. */
  public @Nullable ConnectFailure connectFailure() {
    return finder.failure();
  }

  private void connected(ManifestEvent.Connected event, long now) {
    DisconnectReason refusal = refusal(event, now);
    if (refusal != null) {
      finder.refused(event.peer(), event.outgoing(), now);
      out.add(new ManifestCommand.Disconnect(event.connection(), refusal));
      return;
    }
    PeerIdentity identity = new PeerIdentity(event.peer(), event.remote());
    sources.put(
        event.connection(),
        new ManifestSource(event.connection(), identity, event.outgoing(), now));
    book.connected(event.peer(), now);
    out.add(new ManifestCommand.Send(event.connection(), settings.hello()));
  }

  private @Nullable DisconnectReason refusal(ManifestEvent.Connected event, long now) {
    DisconnectReason refusal = finder.refusal(event.peer(), event.remote(), now);
    if (refusal != null) {
      return refusal;
    }
    PeerIdentity identity = new PeerIdentity(event.peer(), event.remote());
    if (!event.peer().speaksTi2() || turns.isSetAside(identity, now)) {
      return DisconnectReason.REDUNDANT;
    }
    if (sources.values().stream().anyMatch(source -> source.peer.id().equals(event.peer()))) {
      return DisconnectReason.DUPLICATE;
    }
    return event.outgoing() || hasRoom(event.remote(), now) ? null : DisconnectReason.FULL;
  }

  /**
   * Of the peers that called, one makes room that has stood by for long. A newcomer from an address
   * that has fewer places takes one of the address that has most.
   */
  private boolean hasRoom(InetAddress newcomer, long now) {
    List<ManifestSource> callers =
        sources.values().stream().filter(source -> !source.outgoing).toList();
    if (callers.size() < CONNECTIONS) {
      return true;
    }
    Optional<ManifestSource> victim = turns.leastUseful(callers, chosen, newcomer, now);
    victim.ifPresent(source -> drop(source, DisconnectReason.FULL, now));
    return victim.isPresent();
  }

  private void received(ManifestSource source, PeerMessage message, long now) {
    switch (message) {
      case PeerMessage.Hello hello -> greeted(source, hello, now);
      case ManifestPart part -> arrived(source, part, now);
      case ProofMessage.Signatures signatures -> signed(source, signatures);
      case ProofMessage.SignatureRequest() -> answerOnce(source);
      case ManifestRequest request -> send(source, ManifestPart.none(request));
      case PeerMessage _ -> {} // of no use yet
    }
  }

  private void greeted(ManifestSource source, PeerMessage.Hello hello, long now) {
    source.ready = Feature.MANIFEST.isIn(hello.features());
    boolean signs = Feature.SIGNATURES.isIn(hello.features() & settings.hello().features());
    if (source.ready && signs) {
      source.signaturesAsked = true;
      send(source, new ProofMessage.SignatureRequest());
    }
    if (source.ready && complete && !signs) {
      drop(source, DisconnectReason.REDUNDANT, now);
    } else if (source.ready) {
      choose(now);
    } else {
      drop(source, DisconnectReason.REDUNDANT, now);
    }
  }

  private void arrived(ManifestSource source, ManifestPart part, long now) {
    if (source != chosen || !source.isDue(part)) {
      return;
    }
    if (part.total() == 0) {
      drop(source, DisconnectReason.REDUNDANT, now); // it has none itself
    } else if (source.take(part)) {
      out.add(new ManifestCommand.Keep(source.connection, part.bytes()));
      if (source.isComplete()) {
        out.add(new ManifestCommand.Check(source.connection));
      } else {
        ask(source);
      }
    } else {
      ban(source, DisconnectReason.PROTOCOL, now);
    }
  }

  /** A peer is asked once, so what it sends unasked is of no use. */
  private void signed(ManifestSource source, ProofMessage.Signatures message) {
    if (source.owesSignatures()) {
      source.signatures = message.signatures();
      if (complete) {
        sign(source.connection);
      }
    }
  }

  /** Its manifest is not here, so neither are its signatures. */
  private void answerOnce(ManifestSource source) {
    if (!source.hasAsked) {
      source.hasAsked = true;
      send(source, new ProofMessage.Signatures(List.of()));
    }
  }

  /** From now on, all peers are asked for nothing but signatures. */
  private void right(ConnectionId connection) {
    complete = true;
    chosen = null;
    sign(connection); // Even if its source has gone: perhaps nobody's signature is needed.
    sources.values().stream()
        .filter(source -> source.signatures != null && !source.connection.equals(connection))
        .forEach(source -> sign(source.connection));
  }

  private void sign(ConnectionId connection) {
    ManifestSource source = sources.get(connection);
    List<Bytes> signatures = source == null ? null : source.signatures;
    out.add(new ManifestCommand.Sign(connection, signatures == null ? List.of() : signatures));
  }

  /** A peer with none makes room for others; one that has yet to answer may do so. */
  private void unsigned(ConnectionId connection, long now) {
    ManifestSource source = sources.get(connection);
    if (source != null && !source.owesSignatures()) {
      drop(source, DisconnectReason.REDUNDANT, now);
    }
  }

  private void kept(ConnectionId connection) {
    if (chosen != null && chosen.connection.equals(connection)) {
      chosen.kept();
      ask(chosen);
    }
  }

  private void wrong(ConnectionId connection, long now) {
    if (chosen != null && chosen.connection.equals(connection)) {
      ban(chosen, DisconnectReason.CORRUPT, now);
    }
  }

  /** The peer may be honest, so it is not banned. It is asked again after the time of a ban. */
  private void unread(ConnectionId connection, long now) {
    ManifestSource source = chosen;
    if (source != null && source.connection.equals(connection)) {
      turns.setAside(source.peer, now + settings.timeouts().ban().toNanos());
      drop(source, DisconnectReason.REDUNDANT, now);
    }
  }

  private void found(ManifestEvent.PeersFound found, long now) {
    PeerSource tracker = PeerSource.tracker(found.tracker());
    for (SessionEvent.PeersFound.Peer peer : found.peers()) {
      if (peer.id().speaksTi2()) { // no other serves manifests
        finder.found(peer.id(), peer.address(), tracker, now);
      }
    }
    connectMore(now);
  }

  private void tick(long now) {
    for (ManifestSource source : List.copyOf(sources.values())) {
      if (isSilent(source, now)) {
        drop(source, DisconnectReason.SILENT, now);
      }
    }
    ManifestSource asked = chosen;
    if (asked != null
        && asked.owes()
        && turns.isSlow(asked, now)
        && turns.isAnotherDue(asked, sources.values(), now)) {
      drop(asked, DisconnectReason.SILENT, now);
    }
    connectMore(now);
    if (sources.isEmpty() && finder.claimSeek(now)) {
      out.add(new ManifestCommand.SeekPeers());
    }
  }

  private boolean isSilent(ManifestSource source, long now) {
    boolean owes =
        !source.ready
            || (source == chosen && source.owes())
            || (complete && source.owesSignatures());
    Duration limit = owes ? SILENCE : settings.timeouts().idle();
    return now - source.lastReceived >= limit.toNanos();
  }

  private void connectMore(long now) {
    long called = sources.values().stream().filter(source -> source.outgoing).count();
    int room = CONNECTIONS - (int) called - finder.connecting();
    for (PeerAddress address : finder.named().toCall(room, now)) {
      out.add(new ManifestCommand.Call(address));
      room--;
    }
    for (SessionCommand.Connect connect : book.toConnect(room, true, now)) {
      out.add(new ManifestCommand.Connect(connect.peer(), connect.address()));
    }
  }

  /** Asks the next peer, unless one is asked already. */
  private void choose(long now) {
    if (chosen != null || complete) {
      return;
    }
    turns.next(sources.values()).ifPresent(source -> begin(source, now));
  }

  private void begin(ManifestSource source, long now) {
    chosen = source;
    source.chosenAt = now;
    source.lastReceived = now;
    out.add(new ManifestCommand.Begin(source.connection));
    ask(source);
  }

  private void ask(ManifestSource source) {
    for (ManifestRequest next = source.next(); next != null; next = source.next()) {
      send(source, next);
    }
  }

  private void send(ManifestSource source, PeerMessage message) {
    out.add(new ManifestCommand.Send(source.connection, message));
  }

  private void ban(ManifestSource source, DisconnectReason reason, long now) {
    finder.ban(source.peer, reason, now);
    drop(source, reason, now);
  }

  private void drop(ManifestSource source, DisconnectReason reason, long now) {
    out.add(new ManifestCommand.Disconnect(source.connection, reason));
    gone(source, now);
  }

  private void gone(ManifestSource source, long now) {
    sources.remove(source.connection);
    book.disconnected(source.peer.id(), false, now);
    if (source == chosen) {
      turns.inVain(source.peer.address(), now - source.chosenAt, turns.isSlow(source, now));
      chosen = null;
      choose(now);
    }
  }
}
