package io.torrentinno.agent.events;

import java.util.List;

/** The events that a listener gets at one time. */
public sealed interface Delivery {
  /**
   * The listener has to ask for the state of all resources again, because events are missing.
   * Deliveries go on with the events after {@code id}.
   */
  record Reset(EventId id, Cause cause) implements Delivery {}

  /** The reason for a reset. */
  enum Cause {
    /** The listener has not named an event. */
    START,
    /** The named event belongs to another run of the agent. */
    RESTART,
    /** Some events after the named one are not kept any more. */
    BEHIND,
    /** The text is not the id of an event of this agent. */
    UNKNOWN_ID
  }

  /**
   * Events and progress.
   *
   * @param events in their order
   * @param progress of the resources that have changed since the last delivery, each resource once
   */
  record News(List<NumberedEvent> events, List<ResourceProgress> progress) implements Delivery {}

  /** The time is over, and there was no event. */
  record Nothing() implements Delivery {}

  /** The subscription has ended. */
  record Ended(Reason reason) implements Delivery {}

  /** The reason why a subscription has ended. */
  enum Reason {
    /** The listener is too slow, so events that it has not received are not kept any more. */
    TOO_SLOW,
    /** The agent ends. */
    AGENT_ENDS
  }
}
