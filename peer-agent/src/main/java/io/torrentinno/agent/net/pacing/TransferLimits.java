package io.torrentinno.agent.net.pacing;

import io.torrentinno.agent.net.pacing.RateLimiter.ResourceLimit;

/** How fast a resource may send and receive. */
public record TransferLimits(ResourceLimit upload, ResourceLimit download) {}
