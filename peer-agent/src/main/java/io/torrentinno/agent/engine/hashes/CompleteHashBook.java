package io.torrentinno.agent.engine.hashes;

import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.HashRange;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Nothing is missing, and nothing has to be proven. */
final class CompleteHashBook implements HashBook {
  @Override
  public boolean needsTi2() {
    return false;
  }

  @Override
  public int count() {
    return 0;
  }

  @Override
  public boolean isKnown(int piece) {
    return true;
  }

  @Override
  public @Nullable HashRange missing(int piece) {
    return null;
  }

  @Override
  public IntStream pieces(HashRange range) {
    return IntStream.empty();
  }

  @Override
  public boolean accept(HashRange range, Bytes hashes) {
    return false;
  }

  @Override
  public boolean has(HashRange range) {
    return false;
  }

  @Override
  public boolean isUsual(HashRange range) {
    return false;
  }

  @Override
  public @Nullable Bytes prove(HashRange range) {
    return null;
  }

  @Override
  public long provable() {
    return 0;
  }
}
