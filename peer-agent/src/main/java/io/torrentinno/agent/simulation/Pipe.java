package io.torrentinno.agent.simulation;

import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;

/**
 * One direction of a connection. It keeps the order: a message is sent after the blocks that were
 * given to the pipe before it.
 */
final class Pipe {
  /** The most bytes under way, like a receive window. */
  private static final long WINDOW = 1 << 20;

  /** A block, and the messages that were given to the pipe after it. */
  private record Item(BlockRange block, List<PeerMessage> followers) {}

  final SimulatedHost from;
  final SimulatedHost to;
  final ConnectionId here;
  final ConnectionId there;
  private final EventQueue events;
  private final Deque<Item> items = new ArrayDeque<>();
  private final long latency;
  private final double lossLimit;
  private final Queue<Runnable> held = new ArrayDeque<>();
  private boolean open = true;
  private long onTheWay;
  private boolean receiving;
  private long lossFreeAt;

  Pipe(
      EventQueue events,
      SimulatedHost from,
      ConnectionId here,
      SimulatedHost to,
      ConnectionId there) {
    this.events = events;
    this.from = from;
    this.here = here;
    this.to = to;
    this.there = there;
    latency = from.link.latencyTo(to.link);
    lossLimit = from.link.lossLimit(to.link);
  }

  void close() {
    open = false;
    items.clear();
    held.clear();
  }

  void send(PeerMessage message) {
    if (items.isEmpty()) {
      deliver(message);
    } else {
      items.getLast().followers().add(message);
    }
  }

  void send(BlockRange range) {
    items.add(new Item(range, new ArrayList<>(0)));
    from.uplink.offer(this);
  }

  /**
   * The time from which the next block may be sent, in nanoseconds; {@link Long#MAX_VALUE} when no
   * block may be sent now.
   */
  long readyAt() {
    return !open || items.isEmpty() || onTheWay >= WINDOW ? Long.MAX_VALUE : lossFreeAt;
  }

  /** The next block to send. There is one when {@link #readyAt} returns a time. */
  BlockRange head() {
    return items.element().block();
  }

  /** Begins to send the next block, which takes {@code nanos}. */
  void leaves(long nanos) {
    BlockRange range = head();
    long now = events.now();
    onTheWay += range.length();
    lossFreeAt = now + (long) (range.length() / lossLimit * 1e9);
    long tail = now + latency + nanos;
    events.at(now + latency, () -> inOrder(() -> begins(range, tail)));
  }

  /** The block at the head was sent. Sends the messages after it. */
  void left(BlockRange range) {
    if (!open) {
      return;
    }
    items.remove().followers().forEach(this::deliver);
    from.on(new SessionEvent.BlockServed(here, range));
  }

  private void deliver(PeerMessage message) {
    events.after(latency, () -> inOrder(() -> to.received(there, message)));
  }

  private void begins(BlockRange range, long tail) {
    receiving = true;
    boolean wanted = to.blockBegins(there, range);
    events.at(tail, () -> reachesDownlink(range, wanted));
  }

  private void reachesDownlink(BlockRange range, boolean wanted) {
    if (open) {
      events.at(to.receives(range.length()), () -> arrived(range, wanted));
    }
  }

  private void arrived(BlockRange range, boolean wanted) {
    if (!open) {
      return;
    }
    onTheWay -= range.length();
    if (wanted) {
      to.blockArrived(there, range, from.sendsGarbage);
    }
    from.uplink.offer(this);
    receiving = false;
    while (open && !receiving && !held.isEmpty()) {
      held.remove().run();
    }
  }

  /** Messages after a block wait until the whole block has arrived. */
  private void inOrder(Runnable arrival) {
    if (open) {
      if (receiving || !held.isEmpty()) {
        held.add(arrival);
      } else {
        arrival.run();
      }
    }
  }
}
