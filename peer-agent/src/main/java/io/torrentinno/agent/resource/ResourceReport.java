package io.torrentinno.agent.resource;

import io.torrentinno.agent.engine.model.Shortage;
import io.torrentinno.agent.events.AgentEvent;
import io.torrentinno.agent.events.Figures;
import io.torrentinno.agent.events.Sampler;
import io.torrentinno.agent.resource.lifecycle.Failure;
import io.torrentinno.agent.resource.lifecycle.Phase;
import io.torrentinno.agent.resource.stored.ResourceContent;
import io.torrentinno.agent.resource.view.FetchOrder;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.resource.view.SwarmLevels;
import io.torrentinno.protocol.signature.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Shows one resource to others.
 *
 * @param unsaved why the last choice is not stored; null when it is
 * @param activity the present activity; null when there is none
 * @param signature what its signatures say; null when they are not looked at
 */
record ResourceReport(
    ResourceContent content,
    Phase phase,
    @Nullable Failure unsaved,
    @Nullable Activity activity,
    @Nullable Verdict signature) {
  ResourceStatus status() {
    SwarmLevels levels = levels();
    SwarmLevels.Flow rates = levels.rates();
    return new ResourceStatus(
        content.infoHash(),
        content.name(),
        ResourceStates.of(phase),
        content.size(),
        content.selectedBytes(),
        content.completedBytes(),
        content.reusedBytes(),
        rates.download(),
        rates.upload(),
        levels.peers().connected(),
        levels.peers().seeders(),
        activity == null ? null : activity.known(),
        eta(rates),
        content.magnet(),
        FetchOrder.of(content.isSequential()),
        condition(levels),
        place());
  }

  private SwarmLevels levels() {
    return activity == null ? SwarmLevels.NONE : activity.view().levels();
  }

  private @Nullable Duration eta(SwarmLevels.Flow rates) {
    return ResourceStatus.eta(content.selectedBytes() - content.completedBytes(), rates.download());
  }

  private ResourceStatus.Place place() {
    return switch (content) {
      case ResourceContent.Known known ->
          new ResourceStatus.Place(known.saved().file(), known.saved().manifest().isFolder());
      case ResourceContent.Link _ -> ResourceStatus.Place.UNKNOWN;
    };
  }

  /** The summary for events. */
  AgentEvent.Summary summary() {
    AgentEvent.Trouble trouble =
        phase instanceof Phase.Failed failed
            ? new AgentEvent.Trouble(failed.failure().message(), failed.retryIn(System.nanoTime()))
            : null;
    return new AgentEvent.Summary(
        content.name(),
        ResourceStates.of(phase).label(),
        content.size(),
        content.completedBytes(),
        trouble);
  }

  /** The values that change during a transfer, for subscribers. */
  Sampler.Sample sample() {
    SwarmLevels levels = levels();
    SwarmLevels.Flow rates = levels.rates();
    ResourceStatus.Condition condition = condition(levels);
    return new Sampler.Sample(
        new Figures(
            content.completedBytes(),
            new Figures.Rates(rates.download(), rates.upload()),
            new Figures.Peers(levels.peers().connected(), levels.peers().seeders()),
            eta(rates),
            condition.waiting()),
        condition.error());
  }

  private ResourceStatus.Condition condition(SwarmLevels levels) {
    if (phase instanceof Phase.Failed failed) {
      return new ResourceStatus.Condition(
          failed.failure().message(), failed.retryIn(System.nanoTime()), null, signature);
    }
    String error =
        unsaved != null ? unsaved.message() : activity != null ? activity.announceFailure() : null;
    Shortage shortage = levels.shortage();
    return new ResourceStatus.Condition(
        error, null, shortage == null ? null : why(shortage), signature);
  }

  private static String why(Shortage shortage) {
    return switch (shortage) {
      case NO_PEER_KNOWN -> "no tracker has named a peer yet";
      case NO_PEER_REACHED -> "none of the known peers can be reached";
      case NOT_SIGNED ->
          "the manifest has arrived, but no peer has a signature of an allowed signer";
      case ALL_BANNED ->
          "all known peers are banned (see bans); one of them may have sent wrong bytes";
      case NOT_OFFERED -> "no peer has the missing pieces";
      case NOT_OFFERED_BUT_BY_BANNED -> "only banned peers have the missing pieces (see bans)";
      case NOT_SERVED -> "peers have the missing pieces, but send none at the moment";
    };
  }
}
