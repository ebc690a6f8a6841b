package io.torrentinno.agent.resource.view;

import java.nio.file.Path;

/**
 * A file that is hashed to become a resource.
 *
 * @param id the id of the share
 * @param name the name that fetchers will see
 */
public record ShareStatus(String id, Path file, String name, Progress progress, Outcome outcome) {
  /**
   * The progress of hashing.
   *
   * @param size bytes of the file; 0 when it is not known yet
   * @param hashed bytes that were read and hashed
   * @param begun false while it waits for its turn
   */
  public record Progress(long size, long hashed, boolean begun) {}

  /** The outcome. */
  public sealed interface Outcome {
    /** There is none yet. */
    record Pending() implements Outcome {}

    /** The file has become a resource. */
    record Done(Added added) implements Outcome {}

    /** It can't be shared. */
    record Failed(ResourceException failure) implements Outcome {}
  }
}
