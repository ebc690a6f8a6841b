package io.torrentinno.agent.storage;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a storage said. */
final class Heard implements StorageListener {
  private final List<String> news = new CopyOnWriteArrayList<>();
  private final List<StorageException> failures = new CopyOnWriteArrayList<>();

  @Override
  public void verified(int piece) {
    news.add("verified " + piece);
  }

  @Override
  public void corrupt(int piece) {
    news.add("corrupt " + piece);
  }

  @Override
  public void failed(StorageException failure) {
    failures.add(failure);
    news.add("failed " + failure.reason());
  }

  List<String> news() {
    return news;
  }

  List<StorageException> failures() {
    return failures;
  }

  /** Waits for so many news, however they are ordered. */
  List<String> waitFor(int count) {
    await().until(() -> news.size() >= count);
    return news;
  }
}
