package io.torrentinno.agent.events;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that has happened. Progress is not among them: it is {@link Delivery.News#progress}.
 */
public sealed interface AgentEvent {
  /** The resource that it happened to; null when it concerns all of them. */
  @Nullable InfoHash infoHash();

  /** A resource was added. The ones that a restart finds are not. */
  record Added(InfoHash infoHash, Summary resource) implements AgentEvent {}

  /** A resource is in another state, or in the same one for another reason. */
  record StateChanged(InfoHash infoHash, Summary resource) implements AgentEvent {}

  /** A resource is forgotten; the last event of it. */
  record Removed(InfoHash infoHash) implements AgentEvent {}

  /**
   * What a resource fails at has changed.
   *
   * @param error for people; null when nothing fails any more
   */
  record FailureChanged(InfoHash infoHash, @Nullable String error) implements AgentEvent {}

  /**
   * A peer is kept out of a resource's swarm.
   *
   * @param address where it listens; null when nobody has said
   * @param reason what it did: lower case, words joined by hyphens
   * @param duration for how long
   */
  record Banned(
      InfoHash infoHash,
      PeerId peer,
      @Nullable PeerAddress address,
      String reason,
      Duration duration)
      implements AgentEvent {}

  /** A peer may come again: by itself, by somebody's word, or as the swarm has ended. */
  record BanEnded(InfoHash infoHash, PeerId peer) implements AgentEvent {}

  /** The limits or the order of a resource, or the limits of all, were chosen anew. */
  record SettingsChanged(@Nullable InfoHash infoHash) implements AgentEvent {}

  /**
   * A resource in few words.
   *
   * @param name as its manifest says, or its link while there is none
   * @param state lower case, words joined by hyphens
   * @param size bytes; 0 while there is no manifest
   * @param completedBytes bytes in verified pieces
   * @param trouble why it has stopped; null when it has not
   */
  record Summary(
      String name, String state, long size, long completedBytes, @Nullable Trouble trouble) {}

  /**
   * Why a resource has stopped.
   *
   * @param error for people
   * @param retryIn the time until it is tried again by itself; null when it is not
   */
  record Trouble(String error, @Nullable Duration retryIn) {}
}
