package io.torrentinno.agent.engine;

import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The peers that a session has heard of, connected or not: where they listen, when to try them
 * (again), and who is banned. Holds at most {@value #CAPACITY}.
 */
final class PeerBook {
  static final int CAPACITY = 2000;

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofSeconds(60);
  private static final int FORGET_AFTER_FAILURES = 8;

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
    long bannedUntil;
    boolean seeder;
    DisconnectReason banReason = DisconnectReason.BANNED;

    boolean isBanned(long now) {
      return bannedUntil - now > 0;
    }

    /** Whether it can't be called, is not here, and nothing is held against it. */
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
   * Another peer says that {@code peer} listens there: believed only of one not heard of before.
   */
  void hearsay(PeerId peer, PeerAddress address, boolean seeder, long now) {
    if (!entries.containsKey(peer) && address.port() != 0) {
      heardOf(peer, address, now);
      Entry entry = entries.get(peer);
      if (entry != null) {
        entry.seeder = seeder;
      }
    }
  }

  /** Where a peer listens; null if that is not known. */
  @Nullable PeerAddress addressOf(PeerId peer) {
    Entry entry = entries.get(peer);
    return entry == null ? null : entry.address;
  }

  /** The tracker, or the peer itself, says that {@code peer} listens there. */
  void heardOf(PeerId peer, PeerAddress address, long now) {
    if (peer.equals(self)) {
      return;
    }
    Entry entry = entries.get(peer);
    if (entry == null) {
      if (entries.size() >= CAPACITY && !forgetUnreachable()) {
        return;
      }
      entry = entryOf(peer, now);
    }
    if (!address.equals(entry.address)) {
      entry.address = address;
      entry.failures = 0;
      entry.notBefore = now;
    }
  }

  /**
   * Takes up to {@code limit} peers that may be connected to now.
   *
   * @param withSeeders whether those that have every piece are of use
   */
  List<SessionCommand.Connect> toConnect(int limit, boolean withSeeders, long now) {
    entries.values().removeIf(entry -> entry.isUseless(now));
    List<SessionCommand.Connect> chosen = new ArrayList<>();
    for (Map.Entry<PeerId, Entry> known : entries.entrySet()) {
      if (chosen.size() >= limit) {
        break;
      }
      PeerId peer = known.getKey();
      Entry entry = known.getValue();
      PeerAddress address = entry.address;
      if (entry.state == State.IDLE
          && address != null
          && entry.notBefore - now <= 0
          && !entry.isBanned(now)
          && (withSeeders || !entry.seeder)
          && self.mayConnectTo(peer)) {
        entry.state = State.CONNECTING;
        connecting++;
        chosen.add(new SessionCommand.Connect(peer, address));
      }
    }
    return chosen;
  }

  /** Whether nobody is being called, will be called by who has every piece, or is banned. */
  boolean isSettled(long now) {
    return connecting == 0
        && entries.entrySet().stream()
            .noneMatch(known -> {
              Entry entry = known.getValue();
              boolean callable = entry.address != null && !entry.seeder;
              return entry.isBanned(now) || (callable && self.mayConnectTo(known.getKey()));
            });
  }

  void connected(PeerId peer, long now) {
    move(entryOf(peer, now), State.CONNECTED);
  }

  void connectFailed(PeerId peer, long now) {
    Entry entry = entryOf(peer, now);
    move(entry, State.IDLE);
    backOff(entry, now);
    if (entry.failures > FORGET_AFTER_FAILURES && !entry.isBanned(now)) {
      entries.remove(peer);
    }
  }

  /**
   * A connection is gone.
   *
   * @param useful whether blocks came or went, which makes a prompt new attempt worth while
   */
  void disconnected(PeerId peer, boolean useful, long now) {
    Entry entry = entryOf(peer, now);
    move(entry, State.IDLE);
    if (useful) {
      entry.failures = 0;
    }
    backOff(entry, now);
  }

  void ban(PeerId peer, DisconnectReason reason, Duration time, long now) {
    Entry entry = entryOf(peer, now);
    entry.bannedUntil = now + time.toNanos();
    entry.banReason = reason;
  }

  /** Lets a banned peer in again. */
  void pardon(PeerId peer, long now) {
    Entry entry = entries.get(peer);
    if (entry != null) {
      entry.bannedUntil = now;
      entry.notBefore = now;
      entry.failures = 0;
    }
  }

  /** Who is banned. */
  List<Ban> bans(long now) {
    List<Ban> bans = new ArrayList<>();
    entries.forEach((peer, entry) -> {
      if (entry.isBanned(now)) {
        bans.add(new Ban(peer, entry.address, entry.banReason, entry.bannedUntil));
      }
    });
    return bans;
  }

  boolean isBanned(PeerId peer, long now) {
    Entry entry = entries.get(peer);
    return entry != null && entry.isBanned(now);
  }

  void isSeeder(PeerId peer, boolean seeder, long now) {
    entryOf(peer, now).seeder = seeder;
  }

  /** Connection attempts under way. */
  int connecting() {
    return connecting;
  }

  int size() {
    return entries.size();
  }

  /** Makes room at the cost of a peer that could not be reached lately; false if there is none. */
  private boolean forgetUnreachable() {
    return entries.values().stream()
        .filter(entry -> entry.state == State.IDLE && entry.failures > 0)
        .findAny()
        .map(entries.values()::remove)
        .orElse(false);
  }

  private void backOff(Entry entry, long now) {
    long delay =
        Math.min(LAST_RETRY.toNanos(), FIRST_RETRY.toNanos() << Math.min(entry.failures, 10));
    entry.failures++;
    entry.notBefore = now + delay / 2 + random.nextLong(delay / 2);
  }

  private void move(Entry entry, State to) {
    connecting += (to == State.CONNECTING ? 1 : 0) - (entry.state == State.CONNECTING ? 1 : 0);
    entry.state = to;
  }

  private Entry entryOf(PeerId peer, long now) {
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
