package io.torrentinno.agent.resource.view;

import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.signature.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The present state of one resource.
 *
 * @param name in its manifest, or in its link while there is no manifest
 * @param size bytes; 0 while there is no manifest
 * @param selectedBytes bytes of the files that are to be fetched: all, or those that were chosen
 * @param completedBytes bytes of these files in verified pieces
 * @param reusedBytes bytes that were copied from other files of this machine since the agent
 *     started
 * @param downloadRate bytes per second, averaged over the last few seconds
 * @param uploadRate bytes per second, likewise
 * @param peers connected peers
 * @param seeders those of them that have every piece
 * @param known how many peers its trackers know, this one included; absent when they did not say
 * @param eta time left at the present rate; absent when nothing arrives or nothing is missing
 * @param magnet the link by which others can fetch it
 * @param condition its failures, and why nothing arrives
 * @param place its place on disk
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
   * The place of a resource on disk.
   *
   * @param path of the finished file or folder; null while there is no manifest
   * @param folder whether it is a folder
   */
  public record Place(@Nullable Path path, boolean folder) {
    /** The place is not known yet. */
    public static final Place UNKNOWN = new Place(null, false);
  }

  /**
   * The failures of a resource, and why nothing arrives.
   *
   * @param error why it is in {@link ResourceState#ERROR}, what could not be stored, or what
   *     announcing last failed with; null when all is well
   * @param retryIn the time until the agent tries again by itself; null when it does not
   * @param waiting why nothing arrives although pieces are missing; null when bytes arrive
   * @param signature what its signatures say; null when they are not looked at, or there is no
   *     manifest
   */
  public record Condition(
      @Nullable String error,
      @Nullable Duration retryIn,
      @Nullable String waiting,
      @Nullable Verdict signature) {
    /** There are no failures. */
    public static final Condition GOOD = new Condition(null, null, null);

    /** The condition of a resource whose signatures are not looked at. */
    public Condition(@Nullable String error, @Nullable Duration retryIn, @Nullable String waiting) {
      this(error, retryIn, waiting, null);
    }
  }

  /** See {@link Condition#error}. */
  public @Nullable String error() {
    return condition.error();
  }

  /** The part of the chosen bytes that is verified, 0 to 1. */
  public double progress() {
    if (selectedBytes == 0) {
      return state == ResourceState.SEEDING ? 1 : 0; // A folder may have nothing but empty files.
    }
    return (double) completedBytes / selectedBytes;
  }
}
