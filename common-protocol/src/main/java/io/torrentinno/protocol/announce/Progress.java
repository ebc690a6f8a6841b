package io.torrentinno.protocol.announce;

import java.util.OptionalLong;

/**
 * How much of a resource a peer has, as the peer says.
 *
 * @param left bytes that the peer lacks, 0 for a seeder; empty when it does not say
 * @param uploaded bytes that the peer has sent since it started
 * @param downloaded bytes that the peer has received since it started
 */
public record Progress(OptionalLong left, long uploaded, long downloaded) {
  /** The progress of a TI/1 peer, which does not say it. */
  public static final Progress UNKNOWN = new Progress(OptionalLong.empty(), 0, 0);

  public Progress {
    if (left.orElse(0) < 0 || uploaded < 0 || downloaded < 0) {
      throw new IllegalArgumentException(
          "the progress is negative: " + left + ", " + uploaded + ", " + downloaded);
    }
  }

  /**
   * The progress of a peer that says all three numbers.
   *
   * @param left bytes that the peer lacks, 0 for a seeder
   */
  public static Progress of(long left, long uploaded, long downloaded) {
    return new Progress(OptionalLong.of(left), uploaded, downloaded);
  }

  /** Whether the peer says that it lacks nothing. */
  public boolean isComplete() {
    return left.isPresent() && left.getAsLong() == 0;
  }
}
