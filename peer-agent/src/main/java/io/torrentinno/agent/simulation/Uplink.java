package io.torrentinno.agent.simulation;

import io.torrentinno.protocol.model.BlockRange;
import java.util.ArrayDeque;
import java.util.Deque;

/** The uplink of a host. It sends one block at a time, and its connections take turns. */
final class Uplink {
  private final EventQueue events;
  private final long bytesPerSecond;
  private final Deque<Pipe> waiting = new ArrayDeque<>();
  private boolean busy;
  private long wakeAt = Long.MAX_VALUE;
  private long sent;

  Uplink(EventQueue events, long bytesPerSecond) {
    this.events = events;
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Bytes of blocks that were sent. */
  long sent() {
    return sent;
  }

  /** Takes note that a connection may have a block to send. */
  void offer(Pipe pipe) {
    if (!waiting.contains(pipe)) {
      waiting.add(pipe);
    }
    pump();
  }

  private void pump() {
    long soonest = Long.MAX_VALUE;
    for (int i = waiting.size(); i > 0 && !busy; i--) {
      Pipe pipe = waiting.remove();
      long readyAt = pipe.readyAt();
      if (readyAt <= events.now()) {
        transmit(pipe);
      } else if (readyAt != Long.MAX_VALUE) {
        waiting.add(pipe);
        soonest = Math.min(soonest, readyAt);
      }
    }
    if (!busy && soonest < wakeAt) {
      wakeAt = soonest;
      events.at(soonest, this::wake);
    }
  }

  private void wake() {
    wakeAt = Long.MAX_VALUE;
    pump();
  }

  private void transmit(Pipe pipe) {
    BlockRange range = pipe.head();
    long nanos = (long) (range.length() * 1e9 / bytesPerSecond);
    busy = true;
    pipe.leaves(nanos);
    events.after(
        nanos,
        () -> {
          busy = false;
          sent += range.length();
          pipe.left(range);
          offer(pipe);
        });
  }
}
