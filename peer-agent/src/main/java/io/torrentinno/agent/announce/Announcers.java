package io.torrentinno.agent.announce;

import io.torrentinno.agent.announce.http.TrackerHttp;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/**
 * All announcers of an agent. Those of one tracker share a queue, so that thousands of resources
 * need only a few requests in an interval. A queue is kept as long as it has announcers. Safe for
 * use by several threads.
 */
public final class Announcers {
  private final ScheduledExecutorService thread;
  private final TrackerCalls calls;
  private final AnnounceIdentity identity;
  private final AnnounceObserver observer;
  private final TrackerOutages outages = new TrackerOutages();

  // Both guarded by queues.
  private final Map<TrackerAddress, Queue> queues = new HashMap<>();
  private boolean leaving;

  /** A queue, and the number of announcers that use it. */
  private record Queue(AnnounceQueue queue, int users) {
    Queue plus(int more) {
      return new Queue(queue, users + more);
    }
  }

  /**
   * No announcers at first.
   *
   * @param http runs the queues on its event loop
   * @param calls sends the requests
   * @param observer counts the announces of all resources
   */
  public Announcers(
      TrackerHttp http, TrackerCalls calls, AnnounceIdentity identity, AnnounceObserver observer) {
    this(http.loop(), calls, identity, observer);
  }

  /**
   * @param thread runs one task at a time
   */
  Announcers(
      ScheduledExecutorService thread,
      TrackerCalls calls,
      AnnounceIdentity identity,
      AnnounceObserver observer) {
    this.thread = thread;
    this.calls = calls;
    this.identity = identity;
    this.observer = observer;
  }

  /**
   * A new announcer that is not started. A manifest names only host and port of a tracker. When
   * they are those of the agent's own tracker, the agent's setting decides on TLS.
   */
  public Announcer newAnnouncer(TrackerAddress tracker, Announced resource) {
    TrackerAddress queued = isOwn(tracker) ? ownTracker() : tracker;
    Announcer announcer = new Announcer(queueFor(queued), resource);
    announcer.whenGone(() -> release(queued));
    return announcer;
  }

  private AnnounceQueue queueFor(TrackerAddress tracker) {
    synchronized (queues) {
      return queues.compute(
              tracker, (key, kept) -> (kept == null ? new Queue(newQueue(key), 0) : kept).plus(1))
          .queue;
    }
  }

  private void release(TrackerAddress tracker) {
    synchronized (queues) {
      queues.computeIfPresent(tracker, (_, kept) -> kept.users == 1 ? null : kept.plus(-1));
    }
  }

  /** The number of trackers that have a queue. */
  int queues() {
    synchronized (queues) {
      return queues.size();
    }
  }

  /** Which trackers fail, for all resources together. */
  public TrackerOutages outages() {
    return outages;
  }

  /** The tracker of the agent's settings. */
  public TrackerAddress ownTracker() {
    return identity.tracker();
  }

  /** Whether a tracker is the agent's own. */
  public boolean isOwn(TrackerAddress tracker) {
    TrackerAddress own = ownTracker();
    return tracker.port() == own.port() && tracker.host().equals(own.host());
  }

  private AnnounceQueue newQueue(TrackerAddress tracker) {
    AnnounceQueue queue =
        new AnnounceQueue(
            thread,
            new AnnounceSender(calls, tracker, identity, observer),
            RandomGenerator.getDefault());
    if (leaving) {
      queue.run(queue::close);
    }
    return queue;
  }

  /**
   * Begins to announce to all trackers that this agent leaves. No announcers can be started from
   * then on.
   */
  public void leave() {
    synchronized (queues) {
      leaving = true;
      queues.values().forEach(kept -> kept.queue.run(kept.queue::close));
    }
  }
}
