package io.torrentinno.agent.resource.announcing;

import io.torrentinno.agent.announce.AnnounceObserver;
import io.torrentinno.agent.announce.TrackerClient;

/** How the resources of an agent reach their trackers. */
public record TrackerAccess(
    TrackerClient client, AnnounceObserver observer, AnnounceIdentity identity) {}
