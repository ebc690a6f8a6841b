package io.torrentinno.agent.announce;

import io.torrentinno.agent.announce.http.TrackerHttp;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/**
 * All announcers of an agent. Those of one tracker share a queue, so that thousands of resources
 * need only a few requests in an interval. Safe for use by several threads.
 */
public final class Announcers {
  private final ScheduledExecutorService thread;
  private final TrackerCalls calls;
  private final AnnounceIdentity identity;
  private final AnnounceObserver observer;
  private final TrackerOutages outages = new TrackerOutages();
  private final Map<TrackerAddress, AnnounceQueue> queues = new ConcurrentHashMap<>();

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
    return new Announcer(queues.computeIfAbsent(queued, this::newQueue), resource);
  }

  /** Which trackers fail, for all resources together. */
  public TrackerOutages outages() {
    return outages;
  }

  /** The tracker that the agent was told of. */
  public TrackerAddress ownTracker() {
    return identity.tracker();
  }

  /** Whether a tracker is the agent's own. */
  public boolean isOwn(TrackerAddress tracker) {
    TrackerAddress own = ownTracker();
    return tracker.port() == own.port() && tracker.host().equals(own.host());
  }

  private AnnounceQueue newQueue(TrackerAddress tracker) {
    return new AnnounceQueue(
        thread,
        new AnnounceSender(calls, tracker, identity, observer),
        RandomGenerator.getDefault());
  }

  /**
   * Begins to announce to all trackers that this agent leaves. No announcers can be started from
   * then on.
   */
  public void leave() {
    queues.values().forEach(queue -> queue.run(queue::close));
  }
}
