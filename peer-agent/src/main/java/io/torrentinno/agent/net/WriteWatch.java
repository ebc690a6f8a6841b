package io.torrentinno.agent.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a peer does not read the sent bytes. It checks once a second, and only while flushed
 * bytes are not sent yet. Bytes that a rate limit holds back are not in the channel and do not
 * count. Belongs to the channel's loop.
 */
final class WriteWatch {
  /** Receives the results of a {@link WriteWatch}. */
  interface Listener {
    /** The peer has read nothing for this many seconds, at least 1; called once for each second. */
    void unread(int seconds);
  }

  private final Channel channel;
  private final Listener listener;
  private @Nullable Future<?> next;

  /** The object that was being sent at the last check, 0 for none, and how much of it was sent. */
  private int sending;

  private long progress;

  /** Whether encrypted bytes were sent since the last check; their buffers are used again. */
  private boolean progressed;

  private int seconds;

  WriteWatch(Channel channel, Listener listener) {
    this.channel = channel;
    this.listener = listener;
  }

  /** Something was flushed. */
  void flushed() {
    if (next == null && note()) {
      seconds = 0;
      lookLater();
    }
  }

  /** A part of a block was sent. */
  void progressed() {
    progressed = true;
  }

  void close() {
    if (next != null) {
      next.cancel(false);
      next = null;
    }
    sending = 0;
  }

  private void look() {
    next = null;
    int before = sending;
    long progressBefore = progress;
    if (!note()) {
      return;
    }
    boolean still = !progressed && sending == before && progress == progressBefore;
    progressed = false;
    seconds = still ? seconds + 1 : 0;
    lookLater();
    if (still) {
      listener.unread(seconds);
    }
  }

  private void lookLater() {
    next = channel.eventLoop().schedule(this::look, 1, TimeUnit.SECONDS);
  }

  /** Records the bytes that are being sent; false if there are none. */
  private boolean note() {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    if (out == null || out.current() == null) {
      sending = 0;
      return false;
    }
    sending = System.identityHashCode(out.current());
    progress = out.currentProgress();
    return true;
  }
}
