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
 * Decides under which address a peer is listed when it names an address that is not the address of
 * its connection. Counts such announces: {@code torrentinno.tracker.foreign.addresses}, by
 * endpoint.
 */
public final class PublicAddresses {
  private final Policy policy;
  private final EnumMap<AnnounceEndpoint, Counter> foreign = new EnumMap<>(AnnounceEndpoint.class);

  /** The treatment of an address that is not the address of the connection. */
  public enum Policy {
    /** It is listed: peers behind NAT know their public address better. */
    TRUST,
    /** The address of the connection is listed. */
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
              .description("Announces that named another address than the one that they came from")
              .tag("protocol", endpoint.toString())
              .tag("policy", policy.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  /** The address under which a peer is listed, for one announce. */
  public @Nullable InetAddress choose(
      AnnounceEndpoint endpoint, @Nullable InetAddress stated, InetAddress connection) {
    return choose(endpoint, stated, connection, 1);
  }

  /**
   * The address under which a peer is listed.
   *
   * @param stated the address that the peer names; null when it names none. It is ignored when it
   *     is not the address of one machine
   * @param connection the address of the connection
   * @param announces the number of announces for which this decides
   * @return null when the announce is refused
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
