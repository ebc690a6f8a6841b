package io.torrentinno.agent.resource.swarm;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.write.WritePool;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.net.ConnectionListener;
import io.torrentinno.agent.net.PeerConnection;
import io.torrentinno.agent.resource.changes.UnchangedFiles;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.concurrent.TimeUnit;

/**
 * Receives the events of one connection of a swarm that transfers. Passes messages to the session,
 * and the bytes of blocks to the storage. Stops reading while the storage has too much to write.
 */
final class TransferConnection implements ConnectionListener {
  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The swarm of the connection. */
  interface Owner {
    EventLoop loop();

    /** Gives the session an event. */
    void on(SessionEvent event);

    /** Whether the session wants the bytes of this block. */
    boolean wants(SessionEvent.BlockBegins block);

    /** The connection is closed. */
    void closed(ConnectionId id);
  }

  /** The parts that the connections of a swarm share. */
  record Shared(
      ResourceStorage storage, WritePool writePool, SwarmMeter meter, UnchangedFiles files) {}

  private final ConnectionId id;
  private final PeerConnection connection;
  private final Owner owner;
  private final Shared shared;
  private long progressToldAt;
  private boolean paused;

  TransferConnection(ConnectionId id, PeerConnection connection, Owner owner, Shared shared) {
    this.id = id;
    this.connection = connection;
    this.owner = owner;
    this.shared = shared;
  }

  @Override
  public void received(PeerMessage message) {
    owner.on(new SessionEvent.Received(id, message));
  }

  @Override
  public boolean blockBegins(BlockRange range) {
    boolean wanted = owner.wants(new SessionEvent.BlockBegins(id, range));
    if (!wanted) {
      shared.meter().skipped(range.length());
    }
    return wanted;
  }

  @Override
  public void blockBytes(BlockRange range, int offset, ByteBuf bytes) {
    long now = System.nanoTime();
    shared.meter().received(bytes.readableBytes(), now);
    shared.storage().write(range.piece(), range.begin() + offset, bytes);
    if (now - progressToldAt > PROGRESS_NANOS) {
      progressToldAt = now;
      owner.on(new SessionEvent.BlockProgressed(id));
    }
    if (!paused && shared.writePool().congested()) {
      paused = true;
      connection.pauseReading();
      shared.writePool().whenDrained(() -> owner.loop().execute(this::resume));
    }
  }

  @Override
  public void blockEnds(BlockRange range) {
    owner.on(new SessionEvent.BlockArrived(id, range));
  }

  @Override
  public void blockServed(BlockRange range) {
    shared.meter().sent(range.length(), System.nanoTime());
    owner.on(new SessionEvent.BlockServed(id, range));
  }

  @Override
  public void blockUnsent(BlockRange range) {
    shared.files().doubt(range.piece(), shared.storage().checks().readable(range));
  }

  @Override
  public void unread() {
    owner.on(new SessionEvent.Unread(id));
  }

  @Override
  public void violated() {
    owner.on(new SessionEvent.Violated(id));
  }

  @Override
  public void closed() {
    owner.closed(id);
  }

  private void resume() {
    paused = false;
    connection.resumeReading();
  }
}
