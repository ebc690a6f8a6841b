package io.torrentinno.agent.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads parts of files that are to be sent and are not in memory, on other threads, so that the
 * sender does not wait for the disk. Checks one mebibyte at a time, and checks it again only after
 * some seconds. Of a mebibyte that is only partly in memory, it checks each part that is asked for.
 * Safe for use by several threads.
 */
public final class ReadAhead {
  static final int REGION = 1 << 20;
  private static final long FRESH = TimeUnit.SECONDS.toNanos(5);
  private static final int MOST_REMEMBERED = 4096;
  private static final Logger log = LoggerFactory.getLogger(ReadAhead.class);

  private record Region(OpenFile file, long number) {
    long position() {
      return number * REGION;
    }
  }

  private final Executor disk;

  // Both guarded by this.
  private final Map<Region, Long> inMemory = new LinkedHashMap<>();
  private final Map<Region, List<CompletableFuture<Void>>> reading = new HashMap<>();

  /**
   * Nothing was read yet.
   *
   * @param disk its threads may block
   */
  public ReadAhead(Executor disk) {
    this.disk = disk;
  }

  /**
   * Reads a part of a file on another thread, unless it is in memory.
   *
   * @param file stays open until the part was read
   * @return completed when the part was read, or can't be read; null when it is in memory
   */
  public synchronized @Nullable CompletableFuture<Void> read(
      OpenFile file, long position, int length) {
    List<CompletableFuture<Void>> wanted = new ArrayList<>();
    long last = (position + Math.max(1, length) - 1) / REGION;
    for (long number = position / REGION; number <= last; number++) {
      Region region = new Region(file, number);
      long begin = Math.max(position, region.position());
      long end = Math.min(position + length, region.position() + REGION);
      CompletableFuture<Void> read = read(region, begin, (int) (end - begin));
      if (read != null) {
        wanted.add(read);
      }
    }
    return switch (wanted.size()) {
      case 0 -> null;
      case 1 -> wanted.getFirst();
      default -> CompletableFuture.allOf(wanted.toArray(CompletableFuture<?>[]::new));
    };
  }

  /** Reads a file of at most one mebibyte on this thread, so {@link #read} finds it in memory. */
  public void load(OpenFile file) {
    Region whole = new Region(file, 0);
    try {
      PageCache.load(file.channel(), 0, REGION);
      remember(whole);
    } catch (IOException e) {
      log.debug("A file can't be read ahead", e); // Sending it will fail, too.
    }
  }

  private @Nullable CompletableFuture<Void> read(Region region, long position, int length) {
    List<CompletableFuture<Void>> waiting = reading.get(region);
    if (waiting == null) {
      Long seenAt = inMemory.get(region);
      if (seenAt != null && System.nanoTime() - seenAt < FRESH) {
        return null;
      }
      if (PageCache.holds(region.file.channel(), region.position(), REGION)) {
        remember(region);
        return null;
      }
      if (PageCache.holds(region.file.channel(), position, length)) {
        return null; // The rest may not have been written yet.
      }
      waiting = new ArrayList<>();
      reading.put(region, waiting);
      region.file.retain();
      disk.execute(() -> load(region));
    }
    CompletableFuture<Void> read = new CompletableFuture<>();
    waiting.add(read);
    return read;
  }

  private void load(Region region) {
    try {
      PageCache.load(region.file.channel(), region.position(), REGION);
    } catch (IOException e) {
      log.debug("A part of a file can't be read ahead", e); // Sending it will fail, too.
    } finally {
      region.file.release();
      // In the order in which they were asked for.
      loaded(region).forEach(read -> read.complete(null));
    }
  }

  /** Who waits for a region that was read. */
  private synchronized List<CompletableFuture<Void>> loaded(Region region) {
    remember(region);
    List<CompletableFuture<Void>> waiting = reading.remove(region);
    return waiting == null ? List.of() : waiting;
  }

  private synchronized void remember(Region region) {
    inMemory.remove(region); // It becomes the youngest entry.
    inMemory.put(region, System.nanoTime());
    if (inMemory.size() > MOST_REMEMBERED) {
      inMemory.remove(inMemory.keySet().iterator().next());
    }
  }
}
