package io.torrentinno.agent.resource.swarm;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.ConnectFailure;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.net.CallFailure;
import io.torrentinno.agent.net.ConnectionListener;
import io.torrentinno.agent.net.PeerConnection;
import io.torrentinno.agent.net.PeerDialer;
import io.torrentinno.agent.net.Swarm;
import io.torrentinno.agent.net.pacing.TransferLimits;
import io.torrentinno.agent.net.tls.ConnectionSecurity;
import io.torrentinno.agent.resource.view.BanStatus;
import io.torrentinno.agent.resource.view.PeerStatus;
import io.torrentinno.agent.resource.view.SwarmLevels;
import io.torrentinno.agent.resource.view.SwarmView;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one resource, and the session that decides about them. Gives events to the
 * session and carries out the commands. Runs on one event loop. Other threads may read its state.
 *
 * @param <E> the events of the session
 * @param <C> the commands of the session
 */
public abstract class SessionSwarm<E, C> implements Swarm, SwarmView {
  private final InfoHash infoHash;
  private final TransferLimits limits;
  private final PeerDialer dialer;
  private final EventLoop loop;
  private final SwarmOwner owner;
  private final Map<ConnectionId, PeerConnection> connections = new HashMap<>();
  private final Queue<E> events = new ArrayDeque<>();
  private volatile SwarmLevels levels = SwarmLevels.NONE;
  private int lastConnection;
  private boolean busy;
  private boolean stopped;

  SessionSwarm(
      InfoHash infoHash,
      TransferLimits limits,
      PeerDialer dialer,
      EventLoop loop,
      SwarmOwner owner) {
    this.infoHash = infoHash;
    this.limits = limits;
    this.dialer = dialer;
    this.loop = loop;
    this.owner = owner;
  }

  /** Gives the session an event. The returned list is valid until the next call. */
  abstract List<C> decide(E event, long now);

  abstract void execute(C command);

  /** The event of a new connection. */
  abstract E opened(ConnectionId id, PeerConnection connection);

  /** The event of a peer that can't be reached; {@code why} is null when that is not known. */
  abstract E unreachable(PeerId peer, @Nullable ConnectFailure why);

  /** The event of an address where a peer answers. */
  abstract E answered(PeerAddress address, PeerId peer);

  /** The event of an address where no peer answers; {@code why} is null when unknown. */
  abstract E silent(PeerAddress address, @Nullable ConnectFailure why);

  /** Hears a connection of this swarm. */
  abstract ConnectionListener listener(ConnectionId id, PeerConnection connection);

  abstract List<Ban> bans(long now);

  /** Ends the work besides the connections; completed when all of it has ended. */
  abstract CompletableFuture<Void> end();

  @Override
  public final InfoHash infoHash() {
    return infoHash;
  }

  @Override
  public final TransferLimits limits() {
    return limits;
  }

  @Override
  public final EventLoop loop() {
    return loop;
  }

  @Override
  public final SwarmLevels levels() {
    return levels;
  }

  /** Sets what {@link #levels} returns from now on. */
  final void show(SwarmLevels now) {
    levels = now;
    owner.seen(now, bans(System.nanoTime()));
  }

  @Override
  public final List<BanStatus> bans() {
    return ask(() -> {
      long now = System.nanoTime();
      return bans(now).stream().map(ban -> BanStatus.of(ban, infoHash, now)).toList();
    });
  }

  /** Closes everything for good. Must not be called on the loop. */
  public final void stop() {
    CompletableFuture.supplyAsync(this::halt, loop).thenCompose(ended -> ended).join();
  }

  private CompletableFuture<Void> halt() {
    stopped = true;
    CompletableFuture<Void> ended = end();
    List.copyOf(connections.values()).forEach(PeerConnection::close);
    levels = SwarmLevels.NONE;
    owner.seen(levels, List.of());
    return ended;
  }

  final boolean isStopped() {
    return stopped;
  }

  @Override
  public ConnectionListener connected(PeerConnection connection) {
    ConnectionId id = new ConnectionId(++lastConnection);
    if (stopped) {
      connection.close();
    } else {
      connections.put(id, connection);
      on(opened(id, connection));
    }
    return listener(id, connection);
  }

  /** Gives the session an event, and carries out its commands, which may lead to further events. */
  public void on(E event) {
    if (stopped) {
      return;
    }
    events.add(event);
    if (busy) {
      return;
    }
    busy = true;
    try {
      for (E next = events.poll(); next != null; next = events.poll()) {
        for (C command : decide(next, System.nanoTime())) {
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

  final void dial(PeerId peer, PeerAddress address) {
    dialer.connect(this, peer, address, why -> on(unreachable(peer, reasonOf(why))));
  }

  final void call(PeerAddress address) {
    dialer.call(
        this,
        address,
        peer -> on(answered(address, peer)),
        why -> on(silent(address, reasonOf(why))));
  }

  private static @Nullable ConnectFailure reasonOf(@Nullable CallFailure why) {
    return switch (why) {
      case null -> null;
      case NO_ANSWER -> ConnectFailure.NO_ANSWER;
      case NOT_LISTENING -> ConnectFailure.NOT_LISTENING;
      case ENDED -> ConnectFailure.ENDED;
      case MAY_REQUIRE_TLS -> ConnectFailure.MAY_REQUIRE_TLS;
      case NO_TLS -> ConnectFailure.NO_TLS;
      case REVOKED -> ConnectFailure.REVOKED;
      case EXPIRED -> ConnectFailure.EXPIRED;
      case REFUSED_BY_PEER -> ConnectFailure.REFUSED_BY_PEER;
      case UNTRUSTED -> ConnectFailure.UNTRUSTED;
    };
  }

  final void disconnect(ConnectionId id) {
    PeerConnection connection = connections.get(id);
    if (connection != null) {
      connection.close();
    }
  }

  final void send(ConnectionId id, PeerMessage message) {
    PeerConnection connection = connections.get(id);
    if (connection != null) {
      connection.send(message);
    }
  }

  final @Nullable PeerConnection connection(ConnectionId id) {
    return connections.get(id);
  }

  final Collection<PeerConnection> connections() {
    return connections.values();
  }

  /** The protection of a connection. */
  static PeerStatus.Security securityOf(PeerConnection connection) {
    ConnectionSecurity security = connection.security();
    return new PeerStatus.Security(security.encrypted(), security.certificate());
  }

  /** A connection is closed. */
  final void forget(ConnectionId id) {
    connections.remove(id);
  }

  /** Reads a value on the loop, and waits for that. Must not be called on the loop. */
  final <T> T ask(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, loop).join();
  }
}
