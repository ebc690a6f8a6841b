package io.torrentinno.agent.resource;

import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.events.AgentEvent;
import io.torrentinno.agent.events.AgentEvents;
import io.torrentinno.agent.resource.lifecycle.Phase;
import io.torrentinno.agent.resource.view.BanStatus;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.SwarmView;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Publishes what happens to one resource. */
final class ResourceEvents {
  private final AgentEvents events;
  private final InfoHash infoHash;

  /** One that has published nothing. */
  ResourceEvents(AgentEvents events, InfoHash infoHash) {
    this.events = events;
    this.infoHash = infoHash;
  }

  void added(ResourceContent content, Phase phase) {
    events.publish(new AgentEvent.Added(infoHash, summary(content, phase)));
  }

  void entered(ResourceContent content, Phase phase) {
    switch (phase) {
      case Phase.Removed() -> events.publish(new AgentEvent.Removed(infoHash));
      case Phase.AwaitingManifest _,
          Phase.Checking _,
          Phase.Active _,
          Phase.Paused _,
          Phase.Failed _ -> {
        events.publish(new AgentEvent.StateChanged(infoHash, summary(content, phase)));
        moved();
      }
    }
  }

  void settingsChanged() {
    events.publish(new AgentEvent.SettingsChanged(infoHash));
  }

  /** It has moved, or what it fails at has changed. */
  void moved() {
    events.moved(infoHash);
  }

  /** What is to be told of a swarm that begins. */
  SwarmEvents ofSwarm() {
    return new SwarmEvents();
  }

  private static AgentEvent.Summary summary(ResourceContent content, Phase phase) {
    AgentEvent.Trouble trouble =
        phase instanceof Phase.Failed failed
            ? new AgentEvent.Trouble(failed.failure().message(), failed.retryIn(System.nanoTime()))
            : null;
    String state = ResourceState.of(phase).label();
    return switch (content) {
      case ResourceContent.Known known ->
          new AgentEvent.Summary(
              known.name(), state, known.layout().length(), known.completion().bytes(), trouble);
      case ResourceContent.Link link -> new AgentEvent.Summary(link.name(), state, 0, 0, trouble);
    };
  }

  /** Compares what is seen of a swarm with what was seen before. Only on the swarm's loop. */
  final class SwarmEvents {
    private final Set<PeerId> banned = new HashSet<>();
    private SwarmView.Levels levels = SwarmView.Levels.NONE;

    private SwarmEvents() {}

    /** This is seen now; of a swarm that has ended nothing and nobody. */
    void seen(SwarmView.Levels now, List<Ban> bans) {
      if (!now.equals(levels)) {
        levels = now;
        moved();
      }
      if (!bans.isEmpty() || !banned.isEmpty()) {
        compare(bans);
      }
    }

    private void compare(List<Ban> bans) {
      Set<PeerId> over = new HashSet<>(banned);
      long now = System.nanoTime();
      for (Ban ban : bans) {
        over.remove(ban.peer());
        if (banned.add(ban.peer())) {
          BanStatus status = BanStatus.of(ban, infoHash, now);
          events.publish(
              new AgentEvent.Banned(
                  infoHash, ban.peer(), ban.address(), status.reason(), status.remaining()));
        }
      }
      banned.removeAll(over);
      over.forEach(peer -> events.publish(new AgentEvent.BanEnded(infoHash, peer)));
    }
  }
}
