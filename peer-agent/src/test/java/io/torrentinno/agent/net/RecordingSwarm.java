package io.torrentinno.agent.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.torrentinno.agent.net.pacing.TransferLimits;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A swarm that writes down what it hears. */
final class RecordingSwarm implements Swarm, ConnectionListener {
  private final InfoHash infoHash;
  final EventLoop loop;
  final TransferLimits limits;
  final List<PeerConnection> connections = new CopyOnWriteArrayList<>();
  final List<PeerMessage> heard = new CopyOnWriteArrayList<>();
  final List<BlockRange> served = new CopyOnWriteArrayList<>();
  final List<BlockRange> unsent = new CopyOnWriteArrayList<>();
  final List<String> unread = new CopyOnWriteArrayList<>();
  final List<String> closed = new CopyOnWriteArrayList<>();
  final List<String> foreignThreads = new CopyOnWriteArrayList<>();

  RecordingSwarm(InfoHash infoHash, EventLoop loop, TransferLimits limits) {
    this.infoHash = infoHash;
    this.loop = loop;
    this.limits = limits;
  }

  @Override
  public InfoHash infoHash() {
    return infoHash;
  }

  @Override
  public PieceLayout layout() {
    return new PieceLayout(new int[] {100_000, 100_000});
  }

  @Override
  public TransferLimits limits() {
    return limits;
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public ConnectionListener connected(PeerConnection connection) {
    checkThread();
    connections.add(connection);
    return this;
  }

  @Override
  public void received(PeerMessage message) {
    checkThread();
    heard.add(message);
  }

  @Override
  public boolean blockBegins(BlockRange range) {
    return false;
  }

  @Override
  public void blockBytes(BlockRange range, int offset, ByteBuf bytes) {
    bytes.release();
  }

  @Override
  public void blockEnds(BlockRange range) {}

  @Override
  public void blockServed(BlockRange range) {
    checkThread();
    served.add(range);
  }

  @Override
  public void blockUnsent(BlockRange range) {
    checkThread();
    unsent.add(range);
  }

  @Override
  public void unread() {
    checkThread();
    unread.add("unread");
  }

  @Override
  public void violated() {}

  @Override
  public void closed() {
    checkThread();
    closed.add("closed");
  }

  private void checkThread() {
    if (!loop.inEventLoop()) {
      foreignThreads.add(Thread.currentThread().getName());
    }
  }
}
