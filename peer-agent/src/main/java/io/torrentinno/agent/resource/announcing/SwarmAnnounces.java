package io.torrentinno.agent.resource.announcing;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.announce.Announcer;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.protocol.announce.Progress;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.TrackerAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Announces one resource to all of its trackers while it runs, and hands on the peers. */
public final class SwarmAnnounces {
  /**
   * What is announced.
   *
   * @param name for the log
   * @param progress asked before each announce
   * @param found hears of peers, on a thread that others wait for
   * @param failureChanged called when {@link #failure} may have changed; returns at once
   */
  public record Subject(
      InfoHash infoHash,
      String name,
      Supplier<Progress> progress,
      Consumer<List<SessionEvent.PeersFound.Peer>> found,
      Runnable failureChanged) {}

  private final TrackerAccess access;
  private final List<TrackerAddress> trackers;
  private final Subject subject;
  private final Announcer.Alarm alarm;
  private volatile List<TrackerAnnounces> running = List.of();

  /**
   * Announces nothing yet.
   *
   * @param trackers at least one
   * @param loop knows when it is time
   */
  public SwarmAnnounces(
      TrackerAccess access, List<TrackerAddress> trackers, Subject subject, EventLoop loop) {
    this.access = access;
    this.trackers = trackers;
    this.subject = subject;
    this.alarm = (delay, task) -> wake(loop, delay, task);
  }

  /** What is asked before an announce may block, as a look-up of a name does. */
  private static Future<?> wake(EventLoop loop, Duration delay, Runnable task) {
    if (delay.isZero()) {
      FutureTask<?> now = new FutureTask<>(task, null);
      Thread.startVirtualThread(now);
      return now;
    }
    return loop.schedule(
        () -> Thread.startVirtualThread(task), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  public void start() {
    running =
        trackers.stream().map(it -> new TrackerAnnounces(access, it, subject, alarm)).toList();
    announcers().forEach(Announcer::start);
  }

  /** Tells the trackers that this peer has left. */
  public void stop() {
    List<Announcer> stopping = announcers();
    running = List.of();
    CompletableFuture.allOf(
            stopping.stream().map(Announcer::stop).toArray(CompletableFuture[]::new))
        .join();
  }

  public void completed() {
    announcers().forEach(Announcer::completed);
  }

  public void soon() {
    announcers().forEach(Announcer::announceSoon);
  }

  /** What the last announces failed with; null while one tracker is well. */
  public @Nullable String failure() {
    String first = null;
    for (TrackerAnnounces tracker : running) {
      String failure = tracker.failure();
      if (failure == null) {
        return null;
      }
      first = first == null ? failure : first;
    }
    return first;
  }

  private List<Announcer> announcers() {
    return running.stream().map(TrackerAnnounces::announcer).toList();
  }
}
