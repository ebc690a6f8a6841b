package io.torrentinno.agent.resource;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.events.AgentEvents;
import io.torrentinno.agent.resource.stored.Completion;
import io.torrentinno.agent.resource.stored.PersistedResource;
import io.torrentinno.agent.resource.stored.ResourceContent;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * What the resources of an agent share.
 *
 * @param events told what happens to resources
 * @param background a virtual thread per task, for what blocks
 * @param loops the loop that the next resource lives on
 */
public record ResourceContext(
    StateFolder state,
    AgentLimits limits,
    AgentEvents events,
    ExecutorService background,
    Supplier<EventLoop> loops) {
  /**
   * A resource with a manifest, of which nothing is verified.
   *
   * @param kept whether it is on the disk already
   */
  public ResourceContent.Known known(SavedResource saved, boolean kept) {
    PieceLayout layout = saved.manifest().layout();
    return new ResourceContent.Known(
        new PersistedResource(state, saved, kept),
        layout,
        new Completion(
            layout,
            saved.choices().files().skippedPieces(saved.manifest()),
            () -> events.moved(saved.infoHash())),
        limits.ofResource(saved.choices().limits()));
  }
}
