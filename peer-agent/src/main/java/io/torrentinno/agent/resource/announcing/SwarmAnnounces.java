package io.torrentinno.agent.resource.announcing;

import io.torrentinno.agent.announce.Announcer;
import io.torrentinno.agent.announce.Announcers;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Announces one resource to all of its trackers while it runs, and hands on the peers. */
public final class SwarmAnnounces {
  private final Announcers announcers;
  private final List<TrackerAddress> trackers;
  private final AnnounceSubject subject;
  private volatile List<TrackerAnnounces> running = List.of();

  /**
   * Announces nothing yet.
   *
   * @param trackers at least one
   */
  public SwarmAnnounces(
      Announcers announcers, List<TrackerAddress> trackers, AnnounceSubject subject) {
    this.announcers = announcers;
    this.trackers = trackers;
    this.subject = subject;
  }

  public void start() {
    running = trackers.stream().map(it -> new TrackerAnnounces(announcers, it, subject)).toList();
    all().forEach(Announcer::start);
  }

  /** Tells the trackers that this peer has left. */
  public void stop() {
    List<Announcer> stopping = all();
    running = List.of();
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

  private List<Announcer> all() {
    return running.stream().map(TrackerAnnounces::announcer).toList();
  }
}
