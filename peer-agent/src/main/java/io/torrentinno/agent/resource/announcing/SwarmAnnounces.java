package io.torrentinno.agent.resource.announcing;

import io.torrentinno.agent.announce.Announcer;
import io.torrentinno.agent.announce.Announcers;
import io.torrentinno.agent.resource.view.trackers.TrackerStatus;
import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Announces one resource to all of its trackers while it runs, and passes on the peers. When none
 * of them answers, the agent's own tracker is asked, too.
 *
 * <p>Each tracker has an {@link Announcer}. It announces at the start, when the resource is
 * complete, when the interval of the tracker's last answer has passed ({@code AnnounceSchedule}),
 * and at the end. After a failure it tries again, later and later. All announces to one tracker
 * wait in its {@code AnnounceQueue}, so that those of many resources go out together.
 *
 * <p>Safe for use by several threads.
 */
public final class SwarmAnnounces {
  private final Announcers announcers;
  private final AnnounceSubject subject;

  // Both are written under the lock of this, and read without it.
  private volatile List<TrackerAnnounces> named = List.of();
  private volatile @Nullable TrackerAnnounces fallback;

  // Both guarded by this.
  private List<TrackerAddress> trackers;
  private boolean running;

  /** Announces nothing yet. */
  public SwarmAnnounces(
      Announcers announcers, List<TrackerAddress> trackers, AnnounceSubject subject) {
    this.announcers = announcers;
    this.trackers = trackers;
    this.subject = subject;
  }

  public synchronized void start() {
    running = true;
    replace(trackers);
    judge();
  }

  /** From now on, announces only to these trackers, and leaves the others. */
  public synchronized void change(List<TrackerAddress> others) {
    trackers = others;
    if (running) {
      replace(others);
      judge();
    }
  }

  /** Announces to the trackers that this peer has left. */
  public void stop() {
    List<Announcer> stopping;
    synchronized (this) {
      stopping = all();
      running = false;
      named = List.of();
      fallback = null;
    }
    CompletableFuture.allOf(
            stopping.stream().map(Announcer::stop).toArray(CompletableFuture[]::new))
        .join();
  }

  public void completed() {
    all().forEach(Announcer::completed);
  }

  public void soon() {
    all().forEach(Announcer::announceSoon);
  }

  /** The trackers, each with its last answer. */
  public List<TrackerStatus> status() {
    return Stream.concat(
            named.stream().map(tracker -> tracker.status(false)),
            Stream.ofNullable(fallback).map(tracker -> tracker.status(true)))
        .toList();
  }

  /** The largest swarm of those that the trackers said they know; null when none did. */
  public @Nullable SwarmSize known() {
    return Stream.concat(named.stream(), Stream.ofNullable(fallback))
        .flatMap(tracker -> Stream.ofNullable(tracker.known()))
        .max(Comparator.comparingInt(size -> size.seeders() + size.leechers()))
        .orElse(null);
  }

  /** The failure of the last announces; null while one of the resource's trackers answers. */
  public @Nullable String failure() {
    String first = null;
    for (TrackerAnnounces tracker : named) {
      String failure = tracker.failure();
      if (failure == null) {
        return null;
      }
      first = first == null ? failure : first;
    }
    return first;
  }

  private void replace(List<TrackerAddress> others) {
    List<TrackerAnnounces> before = named;
    List<TrackerAnnounces> after = new ArrayList<>();
    for (TrackerAddress tracker : others) {
      TrackerAnnounces kept =
          before.stream().filter(it -> it.tracker().equals(tracker)).findFirst().orElse(null);
      after.add(kept == null ? begin(tracker) : kept);
    }
    named = List.copyOf(after);
    before.stream().filter(it -> !after.contains(it)).forEach(it -> it.announcer().stop());
  }

  private TrackerAnnounces begin(TrackerAddress tracker) {
    TrackerAnnounces begun =
        new TrackerAnnounces(announcers, tracker, subject, this::failureChanged);
    begun.announcer().start();
    return begun;
  }

  private void failureChanged() {
    judge();
    subject.failureChanged().run();
  }

  /**
   * Begins or ends the announces to the agent's own tracker, depending on the failures of the
   * others.
   */
  private synchronized void judge() {
    if (!running) {
      return;
    }
    TrackerAddress own = announcers.ownTracker();
    boolean silent =
        trackers.stream().noneMatch(announcers::isOwn) && (named.isEmpty() || failure() != null);
    TrackerAnnounces asked = fallback;
    if (silent && asked == null) {
      fallback = begin(own);
    } else if (!silent && asked != null) {
      fallback = null;
      asked.announcer().stop();
    }
  }

  private List<Announcer> all() {
    return Stream.concat(named.stream(), Stream.ofNullable(fallback))
        .map(TrackerAnnounces::announcer)
        .toList();
  }
}
