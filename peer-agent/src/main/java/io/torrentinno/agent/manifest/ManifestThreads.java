package io.torrentinno.agent.manifest;

import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.hashing.HashingPool;
import io.torrentinno.agent.hashing.HashingTask;
import io.torrentinno.agent.hashing.Urgency;
import io.torrentinno.protocol.manifest.ManifestException;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the work with manifests (making, reading, writing): short ones on the thread of the caller,
 * long ones on the hashing threads. A virtual thread that works for a second keeps a carrier from
 * all others. Safe for use by several threads.
 */
public final class ManifestThreads {
  /** Bytes that are read in a few milliseconds. */
  static final long SHORT = 256 << 10;

  private final HashingPool pool;

  public ManifestThreads(HashingPool pool) {
    this.pool = pool;
  }

  /** Reads or writes a manifest. */
  @FunctionalInterface
  public interface Work<T> {
    T call() throws ManifestException, IOException;
  }

  /** As {@link #call(long, Work, Cancellation)}, and only an interrupt cancels it. */
  public <T> T call(long length, Work<T> work) throws ManifestException, IOException {
    return call(length, work, new Cancellation());
  }

  /** As {@link #call(long, Work)}, for work that reads and writes nothing that can fail. */
  public <T> T compute(long length, Supplier<T> work) {
    try {
      return call(length, work::get);
    } catch (ManifestException | IOException e) {
      throw new IllegalStateException("the task throws no such exception", e);
    }
  }

  /**
   * Waits until work is done.
   *
   * @param length bytes of the text, about
   * @throws java.util.concurrent.CancellationException when it was cancelled before it began
   */
  public <T> T call(long length, Work<T> work, Cancellation cancellation)
      throws ManifestException, IOException {
    if (length <= SHORT || !Thread.currentThread().isVirtual()) {
      return work.call();
    }
    OneStep<T> task = new OneStep<>(length, work);
    pool.run(task, Urgency.PERSON, cancellation);
    return task.result();
  }

  /** A parser can't stop midway, so all is done in one turn. */
  private static final class OneStep<T> implements HashingTask {
    private final long length;
    private final Work<T> work;
    private @Nullable T result;
    private @Nullable ManifestException refusal;

    OneStep(long length, Work<T> work) {
      this.length = length;
      this.work = work;
    }

    @Override
    public long bytesLeft() {
      return length;
    }

    @Override
    public boolean step(byte[] scratch) throws IOException {
      try {
        result = work.call();
      } catch (ManifestException e) {
        refusal = e;
      }
      return true;
    }

    /** The result of the task, when it is done. */
    T result() throws ManifestException {
      if (refusal != null) {
        throw refusal;
      }
      return Objects.requireNonNull(result);
    }
  }
}
