package io.torrentinno.agent.net.pacing;

import io.netty.channel.Channel;
import io.torrentinno.agent.net.pacing.RateLimiter.ResourceLimit;

/**
 * Decides when a channel is read: always, unless reading is paused or the limit is reached. Under a
 * limit it reads as many bytes as it was granted, and then waits for its turn. Unread bytes fill
 * the socket's buffer, and TCP makes the peer wait. Belongs to the channel's loop.
 */
public final class PacedReader {
  private final Channel channel;
  private final ReceiveBuffers buffers;
  private final ResourceLimit limit;
  private final RateLimiter.Flow flow;
  private boolean paused;

  /** Whether each read is requested by itself. */
  private boolean limited;

  /** Bytes that may be read; below 0 when more arrived, which later reads make good. */
  private int allowance;

  public PacedReader(Channel channel, ReceiveBuffers buffers, ResourceLimit limit) {
    this.channel = channel;
    this.buffers = buffers;
    this.limit = limit;
    this.flow = limit.flow(channel.eventLoop(), this::granted);
  }

  public void pause() {
    paused = true;
    channel.config().setAutoRead(false);
  }

  public void resume() {
    paused = false;
    if (limited) {
      readOn();
    } else {
      channel.config().setAutoRead(true);
    }
  }

  /** Bytes were read. */
  public void received(int bytes) {
    if (limited || limit.isLimited()) {
      allowance -= bytes;
    }
  }

  /** One read is complete. */
  public void readComplete() {
    if (limited || limit.isLimited()) {
      readOn();
    }
  }

  public void close() {
    flow.close();
  }

  private void granted(int bytes) {
    allowance += bytes;
    readOn();
  }

  private void readOn() {
    if (!limit.isLimited()) {
      limited = false;
      allowance = 0;
      buffers.limit(Integer.MAX_VALUE);
      channel.config().setAutoRead(!paused);
      return;
    }
    if (!limited) {
      limited = true;
      channel.config().setAutoRead(false);
    }
    // At the end of the stream Netty reads all remaining bytes, also beyond the grant.
    buffers.limit(allowance > 0 ? allowance : limit.readSize());
    if (allowance <= 0) {
      flow.want(limit.readSize() - allowance);
    } else if (!paused) {
      channel.read();
    }
  }
}
