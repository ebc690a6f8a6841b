package io.torrentinno.agent.runtime;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The parts of an object that are open. They are closed in the reverse of the order in which they
 * were opened, because a part may use those that were opened before it.
 */
final class OpenParts implements AutoCloseable {
  private final Deque<Runnable> closings = new ArrayDeque<>();

  /** Closes this part with the others. */
  void add(Runnable closing) {
    closings.push(closing);
  }

  /**
   * Closes all parts because a failure keeps others from being opened. The failure stays the first
   * one.
   */
  void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  /** Closes all parts, also when closing one of them fails. Throws the first of such failures. */
  @Override
  public void close() {
    Throwable first = null;
    while (!closings.isEmpty()) {
      try {
        closings.pop().run();
      } catch (RuntimeException | Error e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    switch (first) {
      case null -> {}
      case Error error -> throw error;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException(first);
    }
  }
}
