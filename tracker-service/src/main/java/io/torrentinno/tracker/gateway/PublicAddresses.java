package io.torrentinno.tracker.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides under which address a peer is listed that names one which is not its connection's, and
 * counts such peers: {@code torrentinno.tracker.foreign.addresses}, by endpoint.
 */
public final class PublicAddresses {
  private final Policy policy;
  private final EnumMap<AnnounceEndpoint, Counter> foreign = new EnumMap<>(AnnounceEndpoint.class);

  /** What becomes of an address that is not the connection's. */
  public enum Policy {
    /** It is taken: peers behind an address translation know better. */
    TRUST,
    /** The connection's is taken in its place. */
    CONNECTION,
    /** The announce is refused. */
    REJECT
  }

  /** Applies {@code policy} to all endpoints. */
  public PublicAddresses(Policy policy, MeterRegistry registry) {
    this.policy = policy;
    for (AnnounceEndpoint endpoint : AnnounceEndpoint.values()) {
      foreign.put(
          endpoint,
          Counter.builder("torrentinno.tracker.foreign.addresses")
              .description("Announces that named another address than they came from")
              .tag("door", endpoint.toString())
              .tag("policy", policy.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  /** The address to list a peer under, for one announce. */
  public @Nullable InetAddress choose(
      AnnounceEndpoint endpoint, @Nullable InetAddress stated, InetAddress connection) {
    return choose(endpoint, stated, connection, 1);
  }

  /**
   * The address to list a peer under.
   *
   * @param stated what it says itself; null when it says nothing. Where nobody can be called at it,
   *     it is passed over
   * @param connection where it called from
   * @param announces how many announces this decides on
   * @return null when the announce is to be refused
   */
  public @Nullable InetAddress choose(
      AnnounceEndpoint endpoint,
      @Nullable InetAddress stated,
      InetAddress connection,
      int announces) {
    if (stated == null || stated.equals(connection) || !canBeCalled(stated)) {
      return connection;
    }
    Objects.requireNonNull(foreign.get(endpoint)).increment(announces);
    return switch (policy) {
      case TRUST -> stated;
      case CONNECTION -> connection;
      case REJECT -> null;
    };
  }

  /** Whether it is the address of one machine. */
  private static boolean canBeCalled(InetAddress address) {
    boolean reserved = address instanceof Inet4Address && (address.getAddress()[0] & 0xF0) == 0xF0;
    return !address.isAnyLocalAddress() && !address.isMulticastAddress() && !reserved;
  }
}
