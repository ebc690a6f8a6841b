package io.torrentinno.tracker.udp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Objects;

/** The counter {@code torrentinno.tracker.udp.packets}, by what came in. */
final class UdpMetrics {
  private final EnumMap<Packet, Counter> counters = new EnumMap<>(Packet.class);

  enum Packet {
    CONNECT,
    ANNOUNCE,
    SCRAPE,
    /** Its address asks too often. */
    THROTTLED,
    /** Its connection id is not, or no longer, good. */
    UNPROVEN,
    /** Not what the specification says; answered with an error, or not at all. */
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
