package io.torrentinno.agent.resource.view;

import java.nio.file.Path;

/**
 * A file on its way to become a resource.
 *
 * @param id by which it can be asked for
 * @param name what fetchers will call it
 */
public record ShareStatus(String id, Path file, String name, Progress progress, Outcome outcome) {
  /**
   * How far it is hashed.
   *
   * @param size bytes of the file; 0 before it was looked at
   * @param hashed bytes that were read and hashed
   * @param begun false while it waits for its turn
   */
  public record Progress(long size, long hashed, boolean begun) {}

  /** What became of it. */
  public sealed interface Outcome {
    /** Nothing yet. */
    record Pending() implements Outcome {}

    /** A resource. */
    record Done(Added added) implements Outcome {}

    /** It can't be shared. */
    record Failed(ResourceException failure) implements Outcome {}
  }
}
