package io.torrentinno.agent.files;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the files open that were used last. Their number is limited, so an agent may have any
 * number of resources. A file that is in use when its place is needed stays open until its last
 * user has released it. Safe for use by several threads.
 */
public final class FilePool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FilePool.class);
  private static final Duration IDLE = Duration.ofSeconds(60);

  /** Most descriptors are for sockets. */
  private static final int SHARE_OF_DESCRIPTORS = 8;

  private static final int FEWEST = 16;
  private static final int MOST = 512;

  /** A full pool closes this part of its files at once, because finding them takes a while. */
  private static final int EVICTED_SHARE = 16;

  private final int capacity;
  private final long idleNanos;
  private final ScheduledThreadPoolExecutor sweeper;

  // Both are guarded by openFiles.
  private final Set<PooledFile> openFiles = new HashSet<>();
  private boolean sweeping;

  /**
   * A pool without files.
   *
   * @param capacity how many files stay open at most
   * @param idle a file that was not used for this time is closed
   */
  public FilePool(int capacity, Duration idle) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a pool of " + capacity + " files is too small");
    }
    this.capacity = capacity;
    this.idleNanos = idle.toNanos();
    this.sweeper =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("file-pool").factory());
    sweeper.setKeepAliveTime(1, TimeUnit.SECONDS);
    sweeper.allowCoreThreadTimeOut(true);
    sweeper.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** A pool whose size suits the number of descriptors that the system allows this process. */
  public static FilePool ofSystem() {
    long descriptors = descriptorLimit();
    int capacity = Math.clamp(descriptors / SHARE_OF_DESCRIPTORS, FEWEST, MOST);
    log.info(
        "{} open files and sockets are allowed; up to {} files of resources stay open at a time",
        descriptors == Long.MAX_VALUE ? "Any number of" : descriptors,
        capacity);
    return new FilePool(capacity, IDLE);
  }

  /** How many descriptors this process may have; {@link Long#MAX_VALUE} when it is not known. */
  public static long descriptorLimit() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            && unix.getMaxFileDescriptorCount() > 0
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }

  /**
   * A file of this pool; nothing is opened yet.
   *
   * @param options as for {@link FileChannel#open}, except those that create or empty the file
   */
  public PooledFile file(Path path, OpenOption... options) {
    return new PooledFile(this, path, null, Set.of(options));
  }

  /**
   * A file of this pool that may not exist before it is opened.
   *
   * @param first opens it for the first time
   * @param options as for {@link #file(Path, OpenOption...)}, when it is opened again
   */
  public PooledFile file(Path path, PooledFile.Opening first, OpenOption... options) {
    return new PooledFile(this, path, first, Set.of(options));
  }

  /** How many files the pool keeps open. */
  public int size() {
    synchronized (openFiles) {
      return openFiles.size();
    }
  }

  /** Closes all files that are not in use, and stops looking for idle files. */
  @Override
  public void close() {
    sweeper.shutdown();
    evictAll(leastUsed(0));
  }

  /** Opens a file that is not one of the pool. Closes some of the pool when too many are open. */
  public FileChannel open(PooledFile.Opening opening) throws IOException {
    try {
      return opening.open();
    } catch (FileSystemException e) {
      List<PooledFile> others = leastUsed(capacity / 2);
      if (!isTooMany(e) || others.isEmpty()) {
        throw e;
      }
      evictAll(others);
      return opening.open();
    }
  }

  private static boolean isTooMany(FileSystemException failure) {
    String reason = failure.getReason();
    return reason != null && reason.contains("Too many open files");
  }

  void opened(PooledFile file) {
    synchronized (openFiles) {
      openFiles.add(file);
      if (!sweeping && !sweeper.isShutdown()) {
        sweeping = true;
        sweeper.schedule(this::sweep, idleNanos, TimeUnit.NANOSECONDS);
      }
    }
    evictAll(surplus());
  }

  private List<PooledFile> surplus() {
    synchronized (openFiles) {
      return openFiles.size() > capacity
          ? leastUsed(capacity - capacity / EVICTED_SHARE)
          : List.of();
    }
  }

  void closed(PooledFile file) {
    evictAll(List.of(file));
  }

  /** A file and the nanoseconds since its last use. */
  private record Aged(PooledFile file, long age) {}

  /** All files except the {@code kept} ones that were used last. */
  private List<PooledFile> leastUsed(int kept) {
    synchronized (openFiles) {
      int surplus = openFiles.size() - kept;
      if (surplus <= 0) {
        return List.of();
      }
      long now = System.nanoTime();
      return openFiles.stream()
          .map(file -> new Aged(file, now - file.used()))
          .sorted(Comparator.comparingLong(Aged::age).reversed())
          .limit(surplus)
          .map(Aged::file)
          .toList();
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    List<PooledFile> idle;
    synchronized (openFiles) {
      idle = openFiles.stream().filter(file -> now - file.used() >= idleNanos).toList();
      sweeping = openFiles.size() > idle.size() && !sweeper.isShutdown();
      if (sweeping) {
        sweeper.schedule(this::sweep, idleNanos / 2 + 1, TimeUnit.NANOSECONDS);
      }
    }
    evictAll(idle);
  }

  /** Never holds the pool's lock and the lock of a file at the same time. */
  private void evictAll(List<PooledFile> files) {
    synchronized (openFiles) {
      files.forEach(openFiles::remove);
    }
    files.forEach(PooledFile::evict);
  }
}
