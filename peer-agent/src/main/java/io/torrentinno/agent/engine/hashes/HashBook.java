package io.torrentinno.agent.engine.hashes;

import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.HashRange;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The hashes of a resource's pieces. A session calls it on its own thread; it never blocks. */
public interface HashBook {
  /** The book of a resource whose manifest has all hashes; peers of both protocols may have it. */
  HashBook COMPLETE = new CompleteHashBook();

  /** Whether the resource is for TI/2 peers alone. */
  boolean needsTi2();

  /** How many pieces the resource has; 0 when all can be verified from the start. */
  int count();

  /** Whether a piece can be verified. */
  boolean isKnown(int piece);

  /** The range to ask for, to know the hash of a piece; null when it is known. */
  @Nullable HashRange missing(int piece);

  /** The pieces whose hashes a range has that {@link #missing} gave. */
  IntStream pieces(HashRange range);

  /**
   * Takes the answer to a range that {@link #missing} gave.
   *
   * @param hashes those of the range and their proof
   * @return false when they are wrong: then their sender is at fault
   */
  boolean accept(HashRange range, Bytes hashes);

  /** Whether the resource has such a range. */
  boolean has(HashRange range);

  /** Whether it is one that peers have to ask for, as {@link #missing} gives them. */
  boolean isUsual(HashRange range);

  /** The answer to a range that the resource {@link #has}; null when it is not known. */
  @Nullable Bytes prove(HashRange range);

  /** How many hashes the answers to all usual ranges have. */
  long provable();
}
