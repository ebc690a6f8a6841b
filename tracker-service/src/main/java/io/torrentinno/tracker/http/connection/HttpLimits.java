package io.torrentinno.tracker.http.connection;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What all callers of the HTTP endpoint may do together.
 *
 * @param connections open at a time
 * @param passedOn requests at a time that the control plane is to answer
 * @param passedOnPerAddress those of them that come from one address
 * @param memory bytes that may be kept for callers between two reads: of requests that are not
 *     whole, and of answers that nobody has read
 */
public record HttpLimits(
    int connections, int passedOn, int passedOnPerAddress, long memory, Times times) {
  private static final int MOST_CONNECTIONS = 20_000;
  private static final int FEWEST_CONNECTIONS = 64;
  private static final int MOST_PASSED_ON = 256;
  private static final int MOST_PASSED_ON_PER_ADDRESS = 64;
  private static final int OTHER_FILES = 256;
  private static final int MEMORY_PART = 8;

  /**
   * How long callers may take.
   *
   * @param idle without a request
   * @param request for all of a request to come, and for an answer to be read on
   * @param answer for all of an answer of the control plane to be read
   */
  public record Times(Duration idle, Duration request, Duration answer) {}

  /** As many connections as this process may have files open for, and a part of its memory. */
  public static HttpLimits ofThisMachine() {
    long files = mostOpenFiles() - OTHER_FILES - 2 * MOST_PASSED_ON;
    return new HttpLimits(
        Math.clamp(files, FEWEST_CONNECTIONS, MOST_CONNECTIONS),
        MOST_PASSED_ON,
        MOST_PASSED_ON_PER_ADDRESS,
        Runtime.getRuntime().maxMemory() / MEMORY_PART,
        new Times(Duration.ofSeconds(75), Duration.ofSeconds(20), Duration.ofMinutes(5)));
  }

  private static long mostOpenFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Integer.MAX_VALUE;
  }
}
