package io.torrentinno.tracker.http.connection;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * The limits of all callers of the HTTP endpoint together.
 *
 * @param connections open at a time
 * @param passedOn requests at a time that the control plane answers
 * @param passedOnPerAddress the most of them from one address
 * @param memory bytes that are kept for callers between two reads: incomplete requests, and answers
 *     that were not read
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
   * The time limits of callers.
   *
   * @param idle without a request
   * @param request for all bytes of a request, and for reading an answer
   * @param answer for reading an answer of the control plane
   */
  public record Times(Duration idle, Duration request, Duration answer) {}

  /** As many connections as the process may open files for, and a part of its memory. */
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
