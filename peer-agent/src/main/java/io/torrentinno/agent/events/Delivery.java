package io.torrentinno.agent.events;

import java.util.List;

/** What a listener gets at a time. */
public sealed interface Delivery {
  /**
   * What the listener knows is void: it has to ask for the state of all. What happens after {@code
   * id} is delivered.
   */
  record Reset(EventId id, Cause cause) implements Delivery {}

  /** Why there is nothing to go on from. */
  enum Cause {
    /** The listener has named no event. */
    START,
    /** The event that it has named is of another run of the agent. */
    RESTART,
    /** Events after the one that it has named are forgotten. */
    BEHIND,
    /** What it has named is no event of this agent. */
    UNKNOWN_ID
  }

  /**
   * What has happened.
   *
   * @param events in their order
   * @param progress of what has moved since the last delivery, each resource once
   */
  record News(List<NumberedEvent> events, List<ResourceProgress> progress) implements Delivery {}

  /** The time is over, and nothing has happened. */
  record Nothing() implements Delivery {}

  /** Nothing more comes. */
  record Ended(Reason reason) implements Delivery {}

  /** Why nothing more comes. */
  enum Reason {
    /** The listener takes events more slowly than they happen, and some are forgotten. */
    TOO_SLOW,
    /** The agent ends. */
    AGENT_ENDS
  }
}
