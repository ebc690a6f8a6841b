package io.torrentinno.agent.runtime;

import io.torrentinno.agent.resource.Resource;
import io.torrentinno.agent.resource.view.BanStatus;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.protocol.model.PeerId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The peers that the resources of an agent have banned. */
record Bans(Collection<Resource> resources) {
  /** Ordered by peer. */
  List<BanStatus> list() {
    return resources.stream()
        .flatMap(resource -> resource.view().bans().stream())
        .sorted(Comparator.comparing(BanStatus::peerId).thenComparing(BanStatus::infoHash))
        .toList();
  }

  /** Lifts the bans of a peer. Throws {@link Reason#NOT_BANNED} when it is not banned. */
  void lift(PeerId peer) {
    if (list().stream().noneMatch(ban -> ban.peerId().equals(peer))) {
      throw new ResourceException(Reason.NOT_BANNED, "the peer is not banned: " + peer);
    }
    resources.forEach(resource -> resource.liftBan(peer));
  }
}
