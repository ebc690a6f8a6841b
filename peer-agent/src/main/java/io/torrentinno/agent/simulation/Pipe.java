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
 * One direction of a connection: what is to be sent goes in order, messages behind the blocks that
 * were handed over before them.
 */
final class Pipe {
  /** Bytes on the way at most, as a receive window has it. */
  private static final long WINDOW = 1 << 20;

  /** A block, and the messages that were sent after it. */
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

  /** From when on the next block may leave, in nanoseconds; {@link Long#MAX_VALUE}: not now. */
  long readyAt() {
    return !open || items.isEmpty() || onTheWay >= WINDOW ? Long.MAX_VALUE : lossFreeAt;
  }

  /** The next block to leave; there is one when {@link #readyAt} gives a time. */
  BlockRange head() {
    return items.element().block();
  }

  /** The next block begins to leave, which takes {@code nanos}. */
  void leaves(long nanos) {
    BlockRange range = head();
    long now = events.now();
    onTheWay += range.length();
    lossFreeAt = now + (long) (range.length() / lossLimit * 1e9);
    long tail = now + latency + nanos;
    events.at(now + latency, () -> inOrder(() -> begins(range, tail)));
  }

  /** The block at the head has left; what waited behind it follows. */
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

  /** What comes behind a block waits until that is here in full. */
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
