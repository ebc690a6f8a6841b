package io.torrentinno.tracker.udp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Objects;

/** The counter {@code torrentinno.tracker.udp.packets}, by the kind of packet. */
final class UdpMetrics {
  private final EnumMap<Packet, Counter> counters = new EnumMap<>(Packet.class);

  enum Packet {
    CONNECT,
    ANNOUNCE,
    SCRAPE,
    /** The address sent too many requests. */
    THROTTLED,
    /** The connection id is not valid, or no longer valid. */
    UNPROVEN,
    /** The packet breaks the specification; it gets an error, or no answer. */
    MALFORMED
  }

  UdpMetrics(MeterRegistry registry) {
    for (Packet packet : Packet.values()) {
      counters.put(
          packet,
          Counter.builder("torrentinno.tracker.udp.packets")
              .description("Packets received over UDP")
              .tag("kind", packet.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  void count(Packet packet) {
    Objects.requireNonNull(counters.get(packet)).increment();
  }
}
