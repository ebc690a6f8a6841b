package io.torrentinno.agent.net;

import io.torrentinno.agent.net.RateLimiter.ResourceLimit;

/** How fast a resource may send and receive. */
public record TransferLimits(ResourceLimit upload, ResourceLimit download) {}
