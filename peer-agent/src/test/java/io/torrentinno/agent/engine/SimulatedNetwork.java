package io.torrentinno.agent.engine;

import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.PeerMessage;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Sessions that talk over links with a rate and a latency, in one thread and on fake time. The
 * order of everything follows from the seed.
 */
final class SimulatedNetwork {
  private static final long LATENCY = Duration.ofMillis(5).toNanos();
  private static final long TICK = Duration.ofMillis(250).toNanos();

  final RandomGenerator random;
  final PieceLayout layout;
  final List<Node> nodes = new ArrayList<>();
  long now;

  private record Task(long at, long order, Runnable action) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
  private long order;

  SimulatedNetwork(long seed, int pieces, int pieceSize) {
    random = new Random(seed);
    int[] sizes = new int[pieces];
    Arrays.fill(sizes, pieceSize);
    sizes[pieces - 1] = Math.max(1, pieceSize / 3);
    layout = new PieceLayout(sizes);
  }

  Node node(PeerId id, boolean seeder, long bytesPerSecond) {
    Node node = new Node(id, seeder, bytesPerSecond);
    nodes.add(node);
    after(random.nextLong(TICK), node::tick);
    return node;
  }

  Node node(boolean seeder, long bytesPerSecond) {
    return node(PeerId.random(random), seeder, bytesPerSecond);
  }

  /** Tells every node of every other, as a tracker would. */
  void introduceAll() {
    for (Node node : nodes) {
      List<SessionEvent.PeersFound.Peer> others = new ArrayList<>();
      for (Node other : nodes) {
        if (other != node && other.alive) {
          others.add(new SessionEvent.PeersFound.Peer(other.id, other.address));
        }
      }
      node.on(new SessionEvent.PeersFound(others));
    }
  }

  /** Runs until every living node is complete, or for {@code limit}; true if they are. */
  boolean runUntilComplete(Duration limit) {
    long end = now + limit.toNanos();
    while (now < end && nodes.stream().anyMatch(node -> node.alive && !node.isComplete())) {
      step();
    }
    return nodes.stream().allMatch(node -> !node.alive || node.isComplete());
  }

  void run(Duration time) {
    long end = now + time.toNanos();
    while (!tasks.isEmpty() && tasks.element().at() <= end) {
      step();
    }
    now = end;
  }

  void after(long nanos, Runnable action) {
    tasks.add(new Task(now + nanos, order++, action));
  }

  private void step() {
    Task task = tasks.remove();
    now = task.at();
    task.action().run();
  }

  /** One end of a connection. */
  private record End(Node node, ConnectionId id) {}

  /** One agent. */
  final class Node {
    final PeerId id;
    final PeerAddress address;
    final TorrentSession session;
    boolean alive = true;
    boolean sendsGarbage;
    boolean answersNothing;
    int bytesServed;
    int corruptPieces;
    final List<SessionCommand> lastCommands = new ArrayList<>();

    private final long bytesPerSecond;
    private final Map<ConnectionId, End> links = new HashMap<>();
    private final Set<Integer> dirty = new HashSet<>();
    private long linkFreeAt;
    private int lastConnection;
    private Optional<BlockRange> accepted = Optional.empty();

    Node(PeerId id, boolean seeder, long bytesPerSecond) {
      this.id = id;
      this.bytesPerSecond = bytesPerSecond;
      address = new PeerAddress(InetAddress.getLoopbackAddress(), 10_000 + nodes.size());
      PeerMessage.Hello hello =
          new PeerMessage.Hello(
              Feature.toBits(Set.of(Feature.FAST)), 256 * 1024, 64, address.port(), "test");
      Bitfield verified = seeder ? Bitfield.full(layout.count()) : new Bitfield(layout.count());
      session =
          new TorrentSession(SessionSettings.of(id, hello, 50), layout, verified, random, now);
    }

    boolean isComplete() {
      return session.have().isFull();
    }

    void on(SessionEvent event) {
      if (alive) {
        for (SessionCommand command : List.copyOf(session.on(event, now))) {
          lastCommands.add(command);
          execute(command);
        }
      }
    }

    /** Goes away without a word; the others find their connections closed. */
    void die() {
      alive = false;
      List.copyOf(links.keySet()).forEach(this::hangUp);
    }

    void dropAllConnections() {
      List.copyOf(links.keySet()).forEach(this::hangUp);
    }

    int connections() {
      return links.size();
    }

    private void tick() {
      on(new SessionEvent.Tick());
      if (alive) {
        after(TICK, this::tick);
      }
    }

    private void execute(SessionCommand command) {
      switch (command) {
        case SessionCommand.Connect(PeerId peer, _) -> after(LATENCY, () -> connect(peer));
        case SessionCommand.Disconnect(ConnectionId link, _) -> after(0, () -> hangUp(link));
        case SessionCommand.Send(ConnectionId link, PeerMessage message) ->
            deliver(link, LATENCY, end -> end.node.receive(end.id, message));
        case SessionCommand.Serve(ConnectionId link, BlockRange range) -> serve(link, range);
        case SessionCommand.AcceptBlock(_, BlockRange range) -> accepted = Optional.of(range);
        case SessionCommand.VerifyPiece(int piece) -> after(1000, () -> verify(piece));
        case SessionCommand.SendManifest _ -> {}
        case SessionCommand.Completed(), SessionCommand.SeekPeers() -> {}
      }
    }

    private void connect(PeerId peer) {
      Optional<Node> target =
          nodes.stream().filter(node -> node.id.equals(peer) && node.alive).findFirst();
      if (!alive) {
        return;
      }
      if (target.isEmpty()) {
        on(new SessionEvent.ConnectFailed(peer));
        return;
      }
      Node other = target.get();
      ConnectionId here = new ConnectionId(++lastConnection);
      ConnectionId there = new ConnectionId(++other.lastConnection);
      links.put(here, new End(other, there));
      other.links.put(there, new End(this, here));
      other.on(new SessionEvent.Connected(there, id, address.ip(), false));
      on(new SessionEvent.Connected(here, peer, other.address.ip(), true));
    }

    private void hangUp(ConnectionId link) {
      End other = links.remove(link);
      if (other != null) {
        other.node.links.remove(other.id);
        other.node.on(new SessionEvent.Disconnected(other.id));
        on(new SessionEvent.Disconnected(link));
      }
    }

    private void receive(ConnectionId link, PeerMessage message) {
      if (!(answersNothing && message instanceof PeerMessage.Request)) {
        on(new SessionEvent.Received(link, message));
      }
    }

    private void serve(ConnectionId link, BlockRange range) {
      bytesServed += range.length();
      linkFreeAt = Math.max(linkFreeAt, now) + (long) (range.length() * 1e9 / bytesPerSecond);
      deliver(link, linkFreeAt - now + LATENCY, end -> end.node.block(end.id, range, this));
      after(
          linkFreeAt - now,
          () -> {
            if (links.containsKey(link)) {
              on(new SessionEvent.BlockServed(link, range));
            }
          });
    }

    private void block(ConnectionId link, BlockRange range, Node sender) {
      accepted = Optional.empty();
      on(new SessionEvent.BlockBegins(link, range));
      if (accepted.isPresent()) {
        if (sender.sendsGarbage) {
          dirty.add(range.piece());
        }
        on(new SessionEvent.BlockArrived(link, range));
      }
    }

    private void verify(int piece) {
      if (dirty.remove(piece)) {
        corruptPieces++;
        on(new SessionEvent.PieceCorrupt(piece));
      } else {
        on(new SessionEvent.PieceVerified(piece));
      }
    }

    private void deliver(ConnectionId link, long delay, Consumer<End> action) {
      End end = links.get(link);
      if (end != null) {
        after(
            delay,
            () -> {
              if (links.containsKey(link)) {
                action.accept(end);
              }
            });
      }
    }
  }
}
