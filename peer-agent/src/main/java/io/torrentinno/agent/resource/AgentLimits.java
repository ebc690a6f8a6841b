package io.torrentinno.agent.resource;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.net.Transport;
import io.torrentinno.agent.net.pacing.RateLimiter;
import io.torrentinno.agent.net.pacing.TransferLimits;

/** The limits that all resources of an agent share. Safe for use by several threads. */
public final class AgentLimits {
  private final RateLimiter upload;
  private final RateLimiter download;

  public AgentLimits(Transport transport, RateLimits first) {
    upload = transport.rateLimiter();
    download = transport.rateLimiter();
    set(first);
  }

  public RateLimits get() {
    return new RateLimits(upload.limit(), download.limit());
  }

  public void set(RateLimits limits) {
    upload.limit(limits.uploadPerSecond());
    download.limit(limits.downloadPerSecond());
  }

  /** Limits for another resource, which apply in addition to these. */
  public TransferLimits ofResource(RateLimits first) {
    TransferLimits limits = new TransferLimits(upload.resource(), download.resource());
    set(limits, first);
    return limits;
  }

  public static void set(TransferLimits resource, RateLimits limits) {
    resource.upload().limit(limits.uploadPerSecond());
    resource.download().limit(limits.downloadPerSecond());
  }
}
