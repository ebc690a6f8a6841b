package io.torrentinno.agent.resource;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.events.AgentEvents;
import io.torrentinno.agent.resource.stored.Completion;
import io.torrentinno.agent.resource.stored.ResourceContent;
import io.torrentinno.agent.resource.stored.ResourceSaver;
import io.torrentinno.agent.signatures.SignaturePolicy;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * The objects that the resources of an agent share.
 *
 * @param events receives the events of resources
 * @param background runs blocking tasks, each on a virtual thread
 * @param loops gives the event loop of the next resource
 * @param signatures decides which manifests are accepted
 */
public record ResourceContext(
    StateFolder state,
    AgentLimits limits,
    AgentEvents events,
    ExecutorService background,
    Supplier<EventLoop> loops,
    SignaturePolicy signatures) {
  /**
   * A resource with a manifest and without verified pieces.
   *
   * @param kept whether it is stored already
   */
  public ResourceContent.Known known(SavedResource saved, boolean kept) {
    PieceLayout layout = saved.manifest().layout();
    return new ResourceContent.Known(
        new ResourceSaver(state, saved, kept),
        layout,
        new Completion(
            layout,
            saved.choices().files().skippedPieces(saved.manifest()),
            () -> events.moved(saved.infoHash())),
        limits.ofResource(saved.choices().limits()));
  }
}
