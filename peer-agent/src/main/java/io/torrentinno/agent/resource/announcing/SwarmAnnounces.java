package io.torrentinno.agent.resource.announcing;

import io.torrentinno.agent.announce.Announcer;
import io.torrentinno.agent.announce.Announcers;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.protocol.announce.Progress;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Announces one resource to all of its trackers while it runs, and hands on the peers. */
public final class SwarmAnnounces {
  /**
   * What is announced.
   *
   * @param name for the log
   * @param progress asked before each announce; does not block
   * @param found hears of peers, on a thread that others wait for
   * @param failureChanged called when {@link #failure} may have changed; returns at once
   */
  public record Subject(
      InfoHash infoHash,
      String name,
      Supplier<Progress> progress,
      Consumer<List<SessionEvent.PeersFound.Peer>> found,
      Runnable failureChanged) {}

  private final Announcers announcers;
  private final List<TrackerAddress> trackers;
  private final Subject subject;
  private volatile List<TrackerAnnounces> running = List.of();

  /**
   * Announces nothing yet.
   *
   * @param trackers at least one
   */
  public SwarmAnnounces(Announcers announcers, List<TrackerAddress> trackers, Subject subject) {
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
