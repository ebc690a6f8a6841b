package io.torrentinno.system.ti1;

import java.time.Duration;

/**
 * How often a TI/1 client does what it does by the clock. Deployed ones announce and send their
 * Bitfield about every 30 s, and ask for about five pieces a second.
 */
public record Ti1Pace(Duration announce, Duration bitfield, Duration request) {
  /** Faster than deployed clients, so that tests end soon. */
  public static final Ti1Pace BRISK =
      new Ti1Pace(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(20));
}
