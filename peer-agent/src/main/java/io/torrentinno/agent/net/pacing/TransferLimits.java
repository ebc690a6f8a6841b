package io.torrentinno.agent.net.pacing;

import io.torrentinno.agent.net.pacing.RateLimiter.ResourceLimit;

/** The rate limits of a resource. */
public record TransferLimits(ResourceLimit upload, ResourceLimit download) {}
