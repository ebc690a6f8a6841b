package io.torrentinno.agent.resource;

import io.torrentinno.agent.events.AgentEvent;
import io.torrentinno.agent.events.AgentEvents;
import io.torrentinno.agent.resource.lifecycle.Phase;
import io.torrentinno.protocol.model.InfoHash;

/** Publishes what happens to one resource. */
final class ResourceEvents {
  private final AgentEvents events;
  private final InfoHash infoHash;

  /** Events of a resource, of which none is published yet. */
  ResourceEvents(AgentEvents events, InfoHash infoHash) {
    this.events = events;
    this.infoHash = infoHash;
  }

  void added(AgentEvent.Summary summary) {
    events.publish(new AgentEvent.Added(infoHash, summary));
  }

  /** The resource is in this phase now. */
  void entered(Phase phase, AgentEvent.Summary summary) {
    switch (phase) {
      case Phase.Removed() -> events.publish(new AgentEvent.Removed(infoHash));
      case Phase.AwaitingManifest _,
          Phase.Checking _,
          Phase.Active _,
          Phase.Paused _,
          Phase.Failed _ -> {
        events.publish(new AgentEvent.StateChanged(infoHash, summary));
        moved();
      }
    }
  }

  void settingsChanged() {
    events.publish(new AgentEvent.SettingsChanged(infoHash));
  }

  /** The progress or the failure of the resource has changed. */
  void moved() {
    events.moved(infoHash);
  }
}
