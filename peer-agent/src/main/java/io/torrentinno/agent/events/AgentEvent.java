package io.torrentinno.agent.events;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An event of an agent. Progress is not an event: it is {@link Delivery.News#progress}. */
public sealed interface AgentEvent {
  /** The resource of the event; null when the event concerns all resources. */
  @Nullable InfoHash infoHash();

  /** A resource was added. There is no such event for the resources that a restart finds. */
  record Added(InfoHash infoHash, Summary resource) implements AgentEvent {}

  /** A resource has another state, or the same state for another reason. */
  record StateChanged(InfoHash infoHash, Summary resource) implements AgentEvent {}

  /** A resource was removed. This is its last event. */
  record Removed(InfoHash infoHash) implements AgentEvent {}

  /**
   * The error of a resource has changed.
   *
   * @param error the error, for people; null when there is none any more
   */
  record FailureChanged(InfoHash infoHash, @Nullable String error) implements AgentEvent {}

  /**
   * A peer is banned from the swarm of a resource.
   *
   * @param address where the peer listens; null when this is not known
   * @param reason what the peer did: lower case, words joined by hyphens
   * @param duration the time of the ban
   */
  record Banned(
      InfoHash infoHash,
      PeerId peer,
      @Nullable PeerAddress address,
      String reason,
      Duration duration)
      implements AgentEvent {}

  /** A ban has ended: its time is over, somebody has lifted it, or the swarm has ended. */
  record BanEnded(InfoHash infoHash, PeerId peer) implements AgentEvent {}

  /** The limits or the order of a resource, or the limits of the agent, have changed. */
  record SettingsChanged(@Nullable InfoHash infoHash) implements AgentEvent {}

  /**
   * The main values of a resource.
   *
   * @param name the name in its manifest; in its link while there is no manifest
   * @param state lower case, words joined by hyphens
   * @param size bytes; 0 while there is no manifest
   * @param completedBytes bytes in verified pieces
   * @param trouble why the resource has stopped; null when it has not
   */
  record Summary(
      String name, String state, long size, long completedBytes, @Nullable Trouble trouble) {}

  /**
   * The reason why a resource has stopped.
   *
   * @param error for people
   * @param retryIn the time until the agent tries again; null when the agent does not try again by
   *     itself
   */
  record Trouble(String error, @Nullable Duration retryIn) {}
}
