package io.torrentinno.agent.resource;

import io.torrentinno.agent.engine.model.ConnectFailure;
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
import io.torrentinno.protocol.announce.SwarmSize;
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
        error, null, shortage == null ? null : why(shortage, levels.connectFailure()), signature);
  }

  /** Whether a tracker says that there are more peers than this agent. */
  private boolean trackersKnowOthers() {
    SwarmSize known = activity == null ? null : activity.known();
    return known != null && known.seeders() + known.leechers() > 1;
  }

  private String why(Shortage shortage, @Nullable ConnectFailure failure) {
    return switch (shortage) {
      case NO_PEER_KNOWN ->
          trackersKnowOthers()
              ? "trackers know other peers, but this agent has not reached any of them, or its"
                  + " settings forbid the connection (then the log of this agent names the reason)"
              : "no tracker has named a peer yet";
      case NO_PEER_REACHED ->
          "none of the known peers can be reached" + (failure == null ? "" : "; " + why(failure));
      case NOT_SIGNED ->
          "the manifest has arrived, but no peer has a signature of an allowed signer";
      case NOT_READ ->
          "a peer has sent bytes that may be the manifest, and there is no memory to read them; the"
              + " agent asks again in five minutes. If this stays, give the agent a larger heap"
              + " (-Xmx)";
      case ALL_BANNED ->
          "all known peers are banned (see bans); one of them may have sent wrong bytes";
      case NOT_OFFERED -> "no peer has the missing pieces";
      case NOT_OFFERED_BUT_BY_BANNED -> "only banned peers have the missing pieces (see bans)";
      case NOT_SERVED -> "peers have the missing pieces, but send none at the moment";
    };
  }

  /** Speaks of one peer, because the others may have other reasons. */
  private static String why(ConnectFailure failure) {
    return switch (failure) {
      case NO_ANSWER -> "at least one peer does not answer: it may be off, or behind a firewall";
      case NOT_LISTENING -> "no agent listens at the address of at least one peer";
      case ENDED ->
          "at least one peer ends the connection: perhaps it does not have the resource, or has no"
              + " room for another connection";
      case MAY_REQUIRE_TLS ->
          "at least one peer may require encryption, which is off here (torrentinno.agent.encryption)";
      case NO_TLS -> "at least one peer does not accept TLS, which this agent requires";
      case REVOKED -> "the certificate of at least one peer is revoked: it needs a new one";
      case EXPIRED ->
          "the certificate of at least one peer is not valid now: renew it, or set the clocks right";
      case REFUSED_BY_PEER ->
          "at least one peer refuses this agent's certificate: both need certificates of one authority";
      case UNTRUSTED ->
          "the certificate of at least one peer is of another authority: all agents need certificates"
              + " of one authority";
    };
  }
}
