package io.torrentinno.agent.engine.manifest;

import io.torrentinno.agent.engine.model.PeerIdentity;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time that the peers of each address have taken without a manifest. An address that has taken
 * less of it comes first, so strangers at one address delay the others by one turn at most. Holds
 * at most {@value #MAX_ADDRESSES} addresses and forgets the one that it has known for longest. Also
 * holds at most as many peers that are not asked before a given time.
 */
final class SourceTurns {
  static final int MAX_ADDRESSES = 1024;

  /**
   * The time of the first peer of an address for a manifest. Each turn without it doubles the time.
   */
  static final Duration FIRST_PATIENCE = Duration.ofSeconds(15);

  private static final Duration LAST_PATIENCE = Duration.ofHours(1);

  /** The time that a peer which has connected waits before it makes room for another. */
  private static final long STANDBY = TimeUnit.SECONDS.toNanos(5);

  /** A turn counts for so much at least, in nanoseconds. */
  private static final long LEAST = TimeUnit.SECONDS.toNanos(1);

  /**
   * The time that the peers of an address have used.
   *
   * @param nanos the time of their turns
   * @param slow turns that ended because they took too long
   */
  private record Taken(long nanos, int slow) {
    static final Taken NOTHING = new Taken(0, 0);
  }

  private final Map<InetAddress, Taken> addresses = new LinkedHashMap<>();

  /** The peers that are not asked, each with the time (nanoseconds) at which they may be again. */
  private final Map<PeerIdentity, Long> setAside = new LinkedHashMap<>();

  /** Does not ask a peer before {@code until}, in nanoseconds. */
  void setAside(PeerIdentity peer, long until) {
    setAside.put(peer, until);
    if (setAside.size() > MAX_ADDRESSES) {
      setAside.remove(setAside.keySet().iterator().next());
    }
  }

  /** Whether a peer is not asked now. */
  boolean isSetAside(PeerIdentity peer, long now) {
    Long until = setAside.get(peer);
    return until != null && until - now > 0;
  }

  /** Whether there are peers that are not asked now. */
  boolean hasSetAside(long now) {
    return setAside.values().stream().anyMatch(until -> until - now > 0);
  }

  /** Nanoseconds that turns of this address have taken. */
  long taken(InetAddress address) {
    return of(address).nanos;
  }

  /** The time that the next peer of this address may take. */
  Duration patience(InetAddress address) {
    long first = FIRST_PATIENCE.toNanos();
    int doubled = Math.min(of(address).slow, 10);
    return Duration.ofNanos(Math.min(first << doubled, LAST_PATIENCE.toNanos()));
  }

  /**
   * A turn has brought no manifest.
   *
   * @param nanos how long it was
   * @param slow whether it ended because it took too long
   */
  void inVain(InetAddress address, long nanos, boolean slow) {
    Taken before = of(address);
    addresses.put(
        address, new Taken(before.nanos + Math.max(nanos, LEAST), before.slow + (slow ? 1 : 0)));
    if (addresses.size() > MAX_ADDRESSES) {
      addresses.remove(addresses.keySet().iterator().next());
    }
  }

  /**
   * The peer that is asked next: a peer of the address that has taken least time. Of these, peers
   * that this agent has called come first.
   *
   * @param sources all connected peers
   */
  Optional<ManifestSource> next(Collection<ManifestSource> sources) {
    return sources.stream()
        .filter(source -> source.ready)
        .min(
            Comparator.comparingLong((ManifestSource source) -> taken(source.peer.address()))
                .thenComparing(source -> !source.outgoing));
  }

  /** Whether the turn of this peer has taken too long. */
  boolean isSlow(ManifestSource asked, long now) {
    return now - asked.chosenAt >= patience(asked.peer.address()).toNanos();
  }

  /**
   * Whether a peer waits whose address has taken less time than the address of the peer that is
   * asked.
   */
  boolean isAnotherDue(ManifestSource asked, Collection<ManifestSource> sources, long now) {
    long taken = taken(asked.peer.address()) + (now - asked.chosenAt);
    return sources.stream()
        .anyMatch(it -> it != asked && it.ready && taken(it.peer.address()) < taken);
  }

  /**
   * The caller that makes room for another peer. It has waited for long, or its address has at
   * least two places more than the address of the newcomer.
   *
   * @param callers the peers that have called
   * @param asked the peer whose turn it is, which stays; null when there is none
   */
  Optional<ManifestSource> leastUseful(
      List<ManifestSource> callers,
      @Nullable ManifestSource asked,
      InetAddress newcomer,
      long now) {
    Map<InetAddress, Integer> places = new HashMap<>();
    callers.forEach(source -> places.merge(source.peer.address(), 1, Integer::sum));
    int own = places.getOrDefault(newcomer, 0);
    return callers.stream()
        .filter(source -> source != asked)
        .filter(source ->
            places.getOrDefault(source.peer.address(), 0) > own + 1
                || now - source.connectedAt >= STANDBY)
        .max(Comparator.comparing(source -> places.getOrDefault(source.peer.address(), 0)));
  }

  private Taken of(InetAddress address) {
    return addresses.getOrDefault(address, Taken.NOTHING);
  }
}
