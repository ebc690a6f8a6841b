package io.torrentinno.agent.hashing;

import java.util.concurrent.CountDownLatch;

/** Holds a thread of a pool until it is released. */
public record Held(CountDownLatch release) implements HashingTask {
  @Override
  public long bytesLeft() {
    return 0;
  }

  @Override
  public boolean step(byte[] scratch) {
    boolean interrupted = false;
    while (release.getCount() > 0) {
      try {
        release.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return true;
  }
}
