package io.torrentinno.agent.resource.swarm;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.write.StorageListener;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.BitSet;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/**
 * Counts what becomes of pieces and tells their session.
 *
 * @param session takes the event, and how many bytes are verified with it
 * @param failure takes what stopped the storage
 */
public record PieceListener(
    TrafficTotals traffic,
    PieceLayout layout,
    ObjIntConsumer<SessionEvent> session,
    Consumer<StorageException> failure)
    implements StorageListener {
  @Override
  public void verified(int piece) {
    traffic.pieceVerified();
    session.accept(new SessionEvent.PieceVerified(piece), layout.size(piece));
  }

  @Override
  public void differed(int piece, BitSet units) {
    session.accept(new SessionEvent.BlocksDiffered(piece, units), 0);
  }

  @Override
  public void corrupt(int piece, boolean kept) {
    traffic.pieceCorrupt(layout.size(piece));
    session.accept(new SessionEvent.PieceCorrupt(piece, kept), 0);
  }

  @Override
  public void failed(StorageException cause) {
    failure.accept(cause);
  }
}
