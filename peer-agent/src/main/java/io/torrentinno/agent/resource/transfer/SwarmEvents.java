package io.torrentinno.agent.resource.transfer;

import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.events.AgentEvent;
import io.torrentinno.agent.events.AgentEvents;
import io.torrentinno.agent.resource.view.BanStatus;
import io.torrentinno.agent.resource.view.SwarmLevels;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Publishes the changes of one swarm. */
final class SwarmEvents {
  private final AgentEvents events;
  private final InfoHash infoHash;
  private final Set<PeerId> banned = new HashSet<>();
  private SwarmLevels levels = SwarmLevels.NONE;

  /** Events of a swarm that begins. */
  SwarmEvents(AgentEvents events, InfoHash infoHash) {
    this.events = events;
    this.infoHash = infoHash;
  }

  /** The progress or the failure has changed. Any thread may call this. */
  void moved() {
    events.moved(infoHash);
  }

  /**
   * The present levels and bans; none when the swarm has ended. To be called on the swarm's loop.
   */
  void seen(SwarmLevels now, List<Ban> bans) {
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
