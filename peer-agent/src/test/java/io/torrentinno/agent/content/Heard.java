package io.torrentinno.agent.content;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.write.StorageListener;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Remembers what a storage said. */
public final class Heard implements StorageListener {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  private final List<String> news = new ArrayList<>();

  @Override
  public void verified(int... pieces) {
    for (int piece : pieces) {
      hear("verified " + piece);
    }
  }

  @Override
  public void differed(int piece, BitSet units) {
    hear("differed " + piece + " " + units);
  }

  @Override
  public void corrupt(int piece, boolean kept) {
    hear("corrupt " + piece);
  }

  @Override
  public void failed(StorageException failure) {
    hear("failed " + failure.reason());
  }

  public synchronized List<String> news() {
    return List.copyOf(news);
  }

  /** Waits until there are so many news, and gives all. */
  synchronized List<String> waitFor(int count) {
    long end = System.nanoTime() + PATIENCE;
    try {
      while (news.size() < count) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("waited in vain for " + count + " news, heard " + news);
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return news();
  }

  private synchronized void hear(String message) {
    news.add(message);
    notifyAll();
  }
}
