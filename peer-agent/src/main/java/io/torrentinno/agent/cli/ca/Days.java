package io.torrentinno.agent.cli.ca;

import io.torrentinno.agent.cli.client.CommandFailed;
import java.time.Duration;

/** Checks how long a certificate is to be valid. */
final class Days {
  private Days() {}

  static Duration of(int days, int most) {
    if (days < 1 || days > most) {
      throw new CommandFailed("--days must be 1 to " + most + ".");
    }
    return Duration.ofDays(days);
  }
}
