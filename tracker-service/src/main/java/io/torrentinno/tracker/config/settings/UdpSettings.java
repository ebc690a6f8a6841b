package io.torrentinno.tracker.config.settings;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of the UDP endpoint.
 *
 * @param enabled whether the tracker serves announces over UDP
 * @param port UDP port; 0 is any free one. Without this setting, the number of the HTTP port
 * @param key 32 hex digits from which the ids of UDP connections are made. Trackers behind one
 *     address need the same key. Without this setting, each tracker makes a random key
 */
@Validated
@ConfigurationProperties("torrentinno.tracker.udp")
public record UdpSettings(
    @DefaultValue("true") boolean enabled,
    @Min(0) @Max(65535) @Nullable Integer port,
    @Pattern(regexp = "[0-9a-fA-F]{32}", message = "must be 32 hex digits") @Nullable String key) {
  private static final int KEY_BYTES = 16;
  private static final long NANOS_PER_MILLI = 1_000_000;

  public byte[] keyBytes() {
    if (key != null) {
      return HexFormat.of().parseHex(key);
    }
    byte[] drawn = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(drawn);
    return drawn;
  }

  /**
   * A clock in milliseconds for the age of connection ids: the time of day where trackers share a
   * key, because they have no other common clock; else a monotonic clock.
   */
  public LongSupplier clock() {
    return key == null ? () -> System.nanoTime() / NANOS_PER_MILLI : InstantSource.system()::millis;
  }

  /** Without the key, which is a secret. */
  @Override
  public String toString() {
    return "UdpSettings[enabled=" + enabled + ", port=" + port + "]";
  }
}
