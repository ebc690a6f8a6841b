package io.torrentinno.agent.api.events;

import io.torrentinno.agent.events.AgentEvent;
import io.torrentinno.agent.events.Figures;
import io.torrentinno.agent.events.ResourceProgress;
import io.torrentinno.protocol.model.InfoHash;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the data of events as JSON. */
sealed interface EventData {
  record State(
      String infoHash,
      String name,
      String state,
      long size,
      long completedBytes,
      @Nullable String error,
      @Nullable Long retryIn)
      implements EventData {
    private static State of(InfoHash infoHash, AgentEvent.Summary resource) {
      AgentEvent.Trouble trouble = resource.trouble();
      return new State(
          infoHash.toString(),
          resource.name(),
          resource.state(),
          resource.size(),
          resource.completedBytes(),
          trouble == null ? null : trouble.error(),
          trouble == null ? null : seconds(trouble.retryIn()));
    }
  }

  record Removed(String infoHash) implements EventData {}

  record Failure(String infoHash, @Nullable String error) implements EventData {}

  record Ban(
      String infoHash,
      String peerId,
      @Nullable String address,
      String reason,
      @Nullable Long remaining)
      implements EventData {}

  record BanEnd(String infoHash, String peerId) implements EventData {}

  record Settings(@Nullable String infoHash) implements EventData {}

  record Reset(String cause) implements EventData {}

  record End(String reason) implements EventData {}

  /** Writes one at a time, because there may be thousands. */
  record Progress(Iterable<Moved> resources) implements EventData {
    static Progress of(List<ResourceProgress> moved) {
      return new Progress(() -> moved.stream().map(Moved::of).iterator());
    }
  }

  record Moved(
      String infoHash,
      long completedBytes,
      long downloadRate,
      long uploadRate,
      int peers,
      int seeders,
      @Nullable Long eta,
      @Nullable String waiting) {
    private static Moved of(ResourceProgress progress) {
      Figures now = progress.figures();
      return new Moved(
          progress.infoHash().toString(),
          now.completedBytes(),
          now.rates().download(),
          now.rates().upload(),
          now.peers().connected(),
          now.peers().seeders(),
          seconds(now.eta()),
          now.waiting());
    }
  }

  static EventData of(AgentEvent event) {
    return switch (event) {
      case AgentEvent.Added(InfoHash infoHash, var resource) -> State.of(infoHash, resource);
      case AgentEvent.StateChanged(InfoHash infoHash, var resource) -> State.of(infoHash, resource);
      case AgentEvent.Removed(InfoHash infoHash) -> new Removed(infoHash.toString());
      case AgentEvent.FailureChanged(InfoHash infoHash, var error) ->
          new Failure(infoHash.toString(), error);
      case AgentEvent.Banned ban ->
          new Ban(
              ban.infoHash().toString(),
              ban.peer().toString(),
              ban.address() == null ? null : ban.address().toString(),
              ban.reason(),
              seconds(ban.duration()));
      case AgentEvent.BanEnded(InfoHash infoHash, var peer) ->
          new BanEnd(infoHash.toString(), peer.toString());
      case AgentEvent.SettingsChanged(var infoHash) ->
          new Settings(infoHash == null ? null : infoHash.toString());
    };
  }

  /** Rounded up. */
  private static @Nullable Long seconds(@Nullable Duration left) {
    return left == null ? null : left.plusSeconds(1).minusNanos(1).toSeconds();
  }
}
