package io.torrentinno.agent.resource.view;

import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One resource as it stands.
 *
 * @param name as its manifest says, or its link while there is none
 * @param size bytes; 0 while there is no manifest
 * @param selectedBytes bytes of the files that are to be fetched: all, or those that were chosen
 * @param completedBytes bytes of these files in verified pieces
 * @param reusedBytes bytes that were copied from other files of this machine since the agent started
 * @param downloadRate bytes per second, averaged over the last few seconds
 * @param uploadRate bytes per second, likewise
 * @param peers connected peers
 * @param seeders those of them that have every piece
 * @param known how many peers its trackers know, this one included; absent when they did not say
 * @param eta time left at the present rate; absent when nothing arrives or nothing is missing
 * @param magnet the link that others can fetch it by
 * @param condition what keeps it from doing what it should
 * @param place where it lies
 */
public record ResourceStatus(
    InfoHash infoHash,
    String name,
    ResourceState state,
    long size,
    long selectedBytes,
    long completedBytes,
    long reusedBytes,
    long downloadRate,
    long uploadRate,
    int peers,
    int seeders,
    @Nullable SwarmSize known,
    @Nullable Duration eta,
    MagnetLink magnet,
    FetchOrder order,
    Condition condition,
    Place place) {
  public static @Nullable Duration eta(long bytesLeft, long downloadRate) {
    return bytesLeft > 0 && downloadRate > 0
        ? Duration.ofMillis(Math.ceilDiv(bytesLeft * 1000, downloadRate))
        : null;
  }

  /**
   * Where a resource lies.
   *
   * @param path of the finished file or folder; null while there is no manifest
   * @param folder whether it is a folder
   */
  public record Place(@Nullable Path path, boolean folder) {
    /** Not known yet. */
    public static final Place UNKNOWN = new Place(null, false);
  }

  /**
   * What keeps a resource from doing what it should.
   *
   * @param error why it is in {@link ResourceState#ERROR}, what could not be stored, or what
   *     announcing last failed with; null when all is well
   * @param retryIn the time until it is tried again by itself; null when it is not
   * @param waiting why nothing arrives although pieces are missing; null when something does
   */
  public record Condition(
      @Nullable String error, @Nullable Duration retryIn, @Nullable String waiting) {
    /** All is well. */
    public static final Condition GOOD = new Condition(null, null, null);
  }

  /** As {@link Condition#error} says. */
  public @Nullable String error() {
    return condition.error();
  }

  /** How much of what is chosen is verified, 0 to 1. */
  public double progress() {
    if (selectedBytes == 0) {
      return state == ResourceState.SEEDING ? 1 : 0; // A folder may have nothing but empty files.
    }
    return (double) completedBytes / selectedBytes;
  }
}
