package io.torrentinno.agent.engine.peers;

import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.PeerIdentity;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The peers that a session knows, connected or not: where they listen, when to call them (again),
 * and which are banned. Has at most {@value #CAPACITY} peers.
 */
public final class PeerBook {
  public static final int CAPACITY = 2000;

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofSeconds(60);
  static final int FORGET_AFTER_FAILURES = 8;

  /** A call without an answer for this many nanoseconds is slow. */
  private static final long SLOW = Duration.ofSeconds(2).toNanos();

  /** With slow calls there may be this many times as many calls. */
  private static final int SLOW_CALLS = 4;

  private enum State {
    IDLE,
    CONNECTING,
    CONNECTED
  }

  private static final class Entry {
    @Nullable PeerAddress address;
    State state = State.IDLE;
    int failures;
    long notBefore;
    long calledAt;
    long bannedUntil;

    /** The address of the banned peer; at another address another machine may use its id. */
    @Nullable InetAddress bannedAt;

    boolean seeder;

    /** Whether only another peer has named it, which may have made it up. */
    boolean hearsay;

    DisconnectReason banReason = DisconnectReason.BANNED;

    boolean isBanned(long now) {
      return bannedUntil - now > 0;
    }

    boolean isBannedAt(InetAddress where, long now) {
      return isBanned(now) && where.equals(bannedAt);
    }

    /** Whether it cannot be called, is not connected, and is not banned. */
    boolean isUseless(long now) {
      return state == State.IDLE && address == null && !isBanned(now);
    }
  }

  private final PeerId self;
  private final RandomGenerator random;
  private final Map<PeerId, Entry> entries = new HashMap<>();
  private int connecting;

  PeerBook(PeerId self, RandomGenerator random) {
    this.self = self;
    this.random = random;
  }

  /**
   * Another peer says that {@code peer} listens at {@code address}. This is used only for a peer
   * that is not known yet.
   */
  void hearsay(PeerId peer, PeerAddress address, boolean seeder, long now) {
    if (!entries.containsKey(peer) && address.port() != 0) {
      Entry entry = named(peer, address, true, now);
      if (entry != null) {
        entry.seeder = seeder;
        entry.hearsay = true;
      }
    }
  }

  /** Where a peer listens; null if that is unknown. */
  @Nullable PeerAddress addressOf(PeerId peer) {
    Entry entry = entries.get(peer);
    return entry == null ? null : entry.address;
  }

  /** The tracker, or the peer itself, says that {@code peer} listens at {@code address}. */
  public void heardOf(PeerId peer, PeerAddress address, long now) {
    Entry entry = named(peer, address, false, now);
    if (entry != null) {
      entry.hearsay = false;
    }
  }

  /** The entry of a peer that listens there; null for this agent itself, or without room. */
  private @Nullable Entry named(PeerId peer, PeerAddress address, boolean hearsay, long now) {
    if (peer.equals(self)) {
      return null;
    }
    Entry entry = entries.get(peer);
    if (entry == null) {
      if (entries.size() >= CAPACITY && !forgetOne(hearsay, now)) {
        return null;
      }
      entry = entryOf(peer, now);
    }
    if (!address.equals(entry.address)) {
      entry.address = address;
      entry.failures = 0;
      entry.notBefore = now;
    }
    return entry;
  }

  /**
   * Takes up to {@code limit} peers that may be connected to now: those that failed least often
   * first. That only another peer has named it counts as a failure, and so does each peer of the
   * same address that is called before, so that many made-up peers at one address keep no others
   * waiting. Of those with one address and port one at a time is called, since only one of them can
   * be true.
   *
   * @param withSeeders whether peers with every piece are of use
   */
  public List<SessionCommand.Connect> toConnect(int limit, boolean withSeeders, long now) {
    entries.values().removeIf(entry -> entry.isUseless(now));
    if (limit <= 0) {
      return List.of();
    }
    Set<PeerAddress> called = new HashSet<>();
    Map<InetAddress, Integer> ahead = new HashMap<>();
    List<SessionCommand.Connect> callable = new ArrayList<>();
    entries.forEach((peer, entry) -> {
      PeerAddress address = entry.address;
      if (address != null && entry.state == State.CONNECTING) {
        called.add(address);
        ahead.merge(address.ip(), 1, Integer::sum);
      } else if (address != null && isCallable(peer, entry, address, now)) {
        if (withSeeders || !entry.seeder) {
          callable.add(new SessionCommand.Connect(peer, address));
        }
      }
    });
    List<SessionCommand.Connect> chosen =
        inOrder(callable, ahead).stream()
            .filter(call -> called.add(call.address()))
            .limit(limit)
            .toList();
    chosen.forEach(call -> {
      Entry entry = entryOf(call.peer(), now);
      move(entry, State.CONNECTING);
      entry.calledAt = now;
    });
    return chosen;
  }

  /**
   * Whom to call first.
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
    Entry entry = entries.get(peer);
    return entry == null ? 0 : entry.failures + (entry.hearsay ? 1 : 0);
  }

  private boolean isCallable(PeerId peer, Entry entry, PeerAddress address, long now) {
    return entry.state == State.IDLE
        && entry.notBefore - now <= 0
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
        entries.values().stream()
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
        && entries.entrySet().stream()
            .noneMatch(known -> {
              Entry entry = known.getValue();
              boolean callable = entry.address != null && !entry.seeder;
              return entry.isBanned(now) || (callable && self.mayConnectTo(known.getKey()));
            });
  }

  public void connected(PeerId peer, long now) {
    Entry entry = entryOf(peer, now);
    entry.hearsay = false;
    move(entry, State.CONNECTED);
  }

  public void connectFailed(PeerId peer, long now) {
    Entry entry = entryOf(peer, now);
    move(entry, State.IDLE);
    backOff(entry, now);
    if (entry.failures > FORGET_AFTER_FAILURES && !entry.isBanned(now)) {
      entries.remove(peer);
    }
  }

  /**
   * A connection is closed.
   *
   * @param useful whether blocks were exchanged; then the peer is called again soon
   */
  public void disconnected(PeerId peer, boolean useful, long now) {
    Entry entry = entryOf(peer, now);
    move(entry, State.IDLE);
    if (useful) {
      entry.failures = 0;
    }
    backOff(entry, now);
  }

  void ban(PeerIdentity peer, DisconnectReason reason, Duration time, long now) {
    Entry entry = entryOf(peer.id(), now);
    entry.bannedAt = peer.address();
    entry.bannedUntil = now + time.toNanos();
    entry.banReason = reason;
  }

  /** Lifts the ban of a peer, and returns its identity; null if it is not banned. */
  public @Nullable PeerIdentity pardon(PeerId peer, long now) {
    Entry entry = entries.get(peer);
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
    entries.forEach((peer, entry) -> {
      if (entry.isBanned(now)) {
        bans.add(new Ban(peer, entry.address, entry.banReason, entry.bannedUntil));
      }
    });
    return bans;
  }

  boolean isBanned(PeerIdentity peer, long now) {
    Entry entry = entries.get(peer.id());
    return entry != null && entry.isBannedAt(peer.address(), now);
  }

  /**
   * A tracker says that a peer lacks something. It may have had everything before: a peer that
   * removes a resource, and adds it again, keeps its id.
   */
  public void markLeecher(PeerId peer) {
    Entry entry = entries.get(peer);
    if (entry != null && entry.state == State.IDLE) {
      entry.seeder = false;
    }
  }

  public void markSeeder(PeerId peer, boolean seeder, long now) {
    entryOf(peer, now).seeder = seeder;
  }

  /** Connection attempts under way. */
  public int connecting() {
    return connecting;
  }

  public int size() {
    return entries.size();
  }

  /**
   * Makes room at the cost of a peer that could not be reached lately, of one that only another
   * peer has named, or of the ban that ends next; false if there is none.
   *
   * @param hearsay whether the room is for one that only another peer has named, too
   */
  private boolean forgetOne(boolean hearsay, long now) {
    List<Entry> idle =
        entries.values().stream().filter(entry -> entry.state == State.IDLE).toList();
    return idle.stream()
        .filter(entry -> entry.failures > 0 && !entry.isBanned(now))
        .findAny()
        .or(() ->
            idle.stream()
                .filter(entry -> !hearsay && entry.hearsay && !entry.isBanned(now))
                .findAny())
        .or(() ->
            idle.stream()
                .filter(entry -> entry.isBanned(now))
                .min(Comparator.comparingLong(entry -> entry.bannedUntil - now)))
        .map(entries.values()::remove)
        .orElse(false);
  }

  private void backOff(Entry entry, long now) {
    long delay = retryDelay(entry.failures);
    entry.failures++;
    entry.notBefore = now + delay / 2 + random.nextLong(delay / 2);
  }

  /** The nanoseconds to the next call, after so many failures and the one that is new. */
  static long retryDelay(int failures) {
    return Math.min(LAST_RETRY.toNanos(), FIRST_RETRY.toNanos() << Math.min(failures, 10));
  }

  private void move(Entry entry, State to) {
    connecting += (to == State.CONNECTING ? 1 : 0) - (entry.state == State.CONNECTING ? 1 : 0);
    entry.state = to;
  }

  private Entry entryOf(PeerId peer, long now) {
    if (entries.size() >= CAPACITY && !entries.containsKey(peer)) {
      forgetOne(false, now);
    }
    return entries.computeIfAbsent(
        peer,
        _ -> {
          Entry entry = new Entry();
          entry.notBefore = now;
          entry.bannedUntil = now;
          return entry;
        });
  }
}
