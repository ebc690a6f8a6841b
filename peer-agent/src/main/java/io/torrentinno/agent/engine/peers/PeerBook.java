package io.torrentinno.agent.engine.peers;

import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.ConnectFailure;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.PeerIdentity;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.peers.KnownPeer.Claim;
import io.torrentinno.agent.engine.peers.KnownPeer.State;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage.PeerExchange;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The peers that a session knows, connected or not: where they listen, when to call them (again),
 * and which are banned. Has at most {@value #CAPACITY} peers, and each address once.
 */
public final class PeerBook {
  public static final int CAPACITY = 2000;

  /** The source of a peer that was never named. */
  private static final PeerSource UNKNOWN = PeerSource.tracker("");

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofSeconds(60);
  static final int FORGET_AFTER_FAILURES = 8;

  /** A certificate that is not accepted is seldom accepted a minute later. */
  static final Duration REFUSED_RETRY = Duration.ofMinutes(5);

  /** A call without an answer for this many nanoseconds is slow. */
  private static final long SLOW = Duration.ofSeconds(2).toNanos();

  /** With slow calls there may be this many times as many calls. */
  private static final int SLOW_CALLS = 4;

  private final PeerId self;
  private final RandomGenerator random;
  private final KnownPeers peers = new KnownPeers(CAPACITY);
  private int connecting;

  PeerBook(PeerId self, RandomGenerator random) {
    this.self = self;
    this.random = random;
  }

  /**
   * Another peer has named a peer. This is used only for a peer that is not known yet.
   *
   * @param source the peer that has named it
   */
  void hearsay(PeerExchange.Peer named, PeerSource source, long now) {
    if (peers.get(named.id()) == null) {
      KnownPeer known = named(named.id(), named.address(), Claim.HEARSAY, source, now);
      if (known != null) {
        known.seeder = named.seeder();
      }
    }
  }

  /** Where a peer listens; null if that is unknown. */
  @Nullable PeerAddress addressOf(PeerId peer) {
    KnownPeer known = peers.get(peer);
    return known == null ? null : known.address;
  }

  /**
   * A tracker says that {@code peer} listens at {@code address}.
   *
   * @param source the tracker
   */
  public void heardOf(PeerId peer, PeerAddress address, PeerSource source, long now) {
    named(peer, address, Claim.TRACKER, source, now);
  }

  /** A peer that is or was connected says that it listens at this address of its machine. */
  public void listensAt(PeerId peer, PeerAddress address, long now) {
    named(peer, address, Claim.OWN, PeerSource.peerAt(address.ip()), now);
  }

  /**
   * The peer, which listens there unless it keeps its address; null for this agent itself, without
   * room, or when another peer keeps the address. Failures at another address count on, or a peer
   * with two addresses that are named in turn would be called for ever.
   */
  private @Nullable KnownPeer named(
      PeerId peer, PeerAddress address, Claim claim, PeerSource source, long now) {
    if (peer.equals(self)) {
      return null;
    }
    KnownPeer known = peers.get(peer);
    if (known == null || !address.equals(known.address)) {
      if (known != null && known.keepsAddress(claim)) {
        return known;
      }
      if (!peers.take(address, claim, now)) {
        return null;
      }
      if (known == null) {
        if (!peers.hasRoom(source, claim, now)) {
          return null;
        }
        known = peers.add(peer, source, now);
      }
      peers.move(peer, known, address);
      known.failures = claim == Claim.OWN ? 0 : known.failures;
      known.spent = false;
      known.notBefore = now;
    }
    known.claim = known.claim.compareTo(claim) > 0 ? known.claim : claim;
    return known;
  }

  /**
   * Takes up to {@code limit} peers that may be connected to now: those that failed least often
   * first. That only another peer has named it counts as a failure, and so does each peer of the
   * same machine that is called before, so that many made-up peers at one machine keep no others
   * waiting.
   *
   * @param withSeeders whether peers with every piece are of use
   */
  public List<SessionCommand.Connect> toConnect(int limit, boolean withSeeders, long now) {
    peers.removeUseless(now);
    if (limit <= 0) {
      return List.of();
    }
    Map<InetAddress, Integer> ahead = new HashMap<>();
    List<SessionCommand.Connect> callable = new ArrayList<>();
    peers
        .map()
        .forEach((peer, entry) -> {
          PeerAddress address = entry.address;
          if (address != null && entry.state == State.CONNECTING) {
            ahead.merge(address.ip(), 1, Integer::sum);
          } else if (address != null && isCallable(peer, entry, address, now)) {
            if (withSeeders || !entry.seeder) {
              callable.add(new SessionCommand.Connect(peer, address));
            }
          }
        });
    List<SessionCommand.Connect> chosen = inOrder(callable, ahead).stream().limit(limit).toList();
    chosen.forEach(call -> {
      KnownPeer entry = entryOf(call.peer(), call.address().ip(), now);
      move(entry, State.CONNECTING);
      entry.calledAt = now;
    });
    return chosen;
  }

  /**
   * The order in which peers are called.
   *
   * @param ahead how many peers of an address come before; changed
   */
  private List<SessionCommand.Connect> inOrder(
      List<SessionCommand.Connect> callable, Map<InetAddress, Integer> ahead) {
    Collections.shuffle(callable, Random.from(random));
    Map<PeerId, Integer> rank = new HashMap<>();
    callable.forEach(call -> rank.put(call.peer(), failures(call.peer())));
    Comparator<SessionCommand.Connect> byRank =
        Comparator.comparingInt(call -> rank.getOrDefault(call.peer(), 0));
    callable.sort(byRank);
    callable.forEach(call ->
        rank.merge(
            call.peer(), ahead.merge(call.address().ip(), 1, Integer::sum) - 1, Integer::sum));
    callable.sort(byRank);
    return callable;
  }

  private int failures(PeerId peer) {
    KnownPeer entry = peers.get(peer);
    return entry == null ? 0 : entry.failures + (entry.claim == Claim.HEARSAY ? 1 : 0);
  }

  private boolean isCallable(PeerId peer, KnownPeer entry, PeerAddress address, long now) {
    return entry.state == State.IDLE
        && entry.notBefore - now <= 0
        && !entry.isRefused(now)
        && !entry.isBannedAt(address.ip(), now)
        && self.mayConnectTo(peer);
  }

  /**
   * How many more peers may be called.
   *
   * @param maxHalfOpen the most calls under way; slow calls count less, so that addresses that do
   *     not answer do not delay the others
   */
  public int mayCall(int maxHalfOpen, long now) {
    long recent =
        peers.all().stream()
            .filter(entry -> entry.state == State.CONNECTING && now - entry.calledAt < SLOW)
            .count();
    return (int) Math.min(maxHalfOpen - recent, (long) SLOW_CALLS * maxHalfOpen - connecting);
  }

  /**
   * Whether no peer is being called, no further peer will be called by a session with every piece,
   * and none is banned.
   */
  public boolean isSettled(long now) {
    return connecting == 0
        && peers.map().entrySet().stream()
            .noneMatch(known -> {
              KnownPeer entry = known.getValue();
              boolean callable = entry.address != null && !entry.seeder && !entry.isRefused(now);
              return entry.isBanned(now) || (callable && self.mayConnectTo(known.getKey()));
            });
  }

  public void connected(PeerId peer, long now) {
    KnownPeer entry = entryOf(peer, null, now);
    entry.claim = entry.claim == Claim.HEARSAY ? Claim.TRACKER : entry.claim;
    entry.spent = false;
    entry.failure = null;
    entry.refusedUntil = now;
    move(entry, State.CONNECTED);
  }

  /**
   * A call failed. When one side does not accept the other's certificate, the peer is not called
   * for {@link #REFUSED_RETRY}, at no address, and gives its place to any other peer.
   *
   * @param why null when the reason is not known
   */
  public void connectFailed(PeerId peer, @Nullable ConnectFailure why, long now) {
    KnownPeer entry = entryOf(peer, null, now);
    move(entry, State.IDLE);
    entry.spent = true;
    entry.useful = false;
    entry.failure = why;
    if (why != null && why.isOfCertificates()) {
      entry.refusedUntil = now + REFUSED_RETRY.toNanos();
      return;
    }
    backOff(entry, now);
    if (entry.failures > FORGET_AFTER_FAILURES && !entry.isBanned(now)) {
      peers.remove(peer);
    }
  }

  /** The known reasons of the last calls that failed, one for each peer. */
  Stream<ConnectFailure> failures() {
    return peers.all().stream().flatMap(entry -> Stream.ofNullable(entry.failure));
  }

  /**
   * A connection is closed.
   *
   * @param useful whether blocks were exchanged; then the peer is called again soon
   */
  public void disconnected(PeerId peer, boolean useful, long now) {
    KnownPeer entry = entryOf(peer, null, now);
    move(entry, State.IDLE);
    entry.spent = !useful;
    entry.useful = useful;
    if (useful) {
      entry.failures = 0;
    }
    backOff(entry, now);
  }

  void ban(PeerIdentity peer, DisconnectReason reason, Duration time, long now) {
    KnownPeer entry = entryOf(peer.id(), peer.address(), now);
    entry.bannedAt = peer.address();
    entry.bannedUntil = now + time.toNanos();
    entry.banReason = reason;
  }

  /** Lifts the ban of a peer, and returns its identity; null if it is not banned. */
  public @Nullable PeerIdentity pardon(PeerId peer, long now) {
    KnownPeer entry = peers.get(peer);
    if (entry == null) {
      return null;
    }
    InetAddress where = entry.isBanned(now) ? entry.bannedAt : null;
    entry.bannedUntil = now;
    entry.notBefore = now;
    entry.failures = 0;
    return where == null ? null : new PeerIdentity(peer, where);
  }

  /** The banned peers. */
  public List<Ban> bans(long now) {
    List<Ban> bans = new ArrayList<>();
    peers
        .map()
        .forEach((peer, entry) -> {
          if (entry.isBanned(now)) {
            bans.add(new Ban(peer, entry.address, entry.banReason, entry.bannedUntil));
          }
        });
    return bans;
  }

  boolean isBanned(PeerIdentity peer, long now) {
    KnownPeer entry = peers.get(peer.id());
    return entry != null && entry.isBannedAt(peer.address(), now);
  }

  /**
   * A tracker says that a peer lacks something. It may have had everything before: a peer that
   * removes a resource, and adds it again, keeps its id.
   */
  public void markLeecher(PeerId peer) {
    KnownPeer entry = peers.get(peer);
    if (entry != null && entry.state == State.IDLE) {
      entry.seeder = false;
    }
  }

  public void markSeeder(PeerId peer, boolean seeder, long now) {
    entryOf(peer, null, now).seeder = seeder;
  }

  /** Connection attempts under way. */
  public int connecting() {
    return connecting;
  }

  public int size() {
    return peers.size();
  }

  private void backOff(KnownPeer entry, long now) {
    long delay = retryDelay(entry.failures);
    entry.failures++;
    entry.notBefore = now + delay / 2 + random.nextLong(delay / 2);
  }

  /** The nanoseconds to the next call, after so many failures and the one that is new. */
  static long retryDelay(int failures) {
    return Math.min(LAST_RETRY.toNanos(), FIRST_RETRY.toNanos() << Math.min(failures, 10));
  }

  private void move(KnownPeer entry, State to) {
    connecting += (to == State.CONNECTING ? 1 : 0) - (entry.state == State.CONNECTING ? 1 : 0);
    entry.state = to;
  }

  /** The peer, which is added when it is not known: it is connected, called or banned. */
  private KnownPeer entryOf(PeerId peer, @Nullable InetAddress where, long now) {
    KnownPeer known = peers.get(peer);
    return known != null
        ? known
        : peers.add(peer, where == null ? UNKNOWN : PeerSource.peerAt(where), now);
  }
}
