package io.torrentinno.agent.resource.swarm;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.write.StorageListener;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.reuse.copying.CopiedBytes;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Counts the results of pieces and gives them to the session.
 *
 * @param copied counts copied bytes
 * @param session takes the events in their order
 * @param failure receives the failure that stopped the storage
 */
public record PieceListener(
    TrafficTotals traffic,
    PieceLayout layout,
    CopiedBytes copied,
    Consumer<List<SessionEvent>> session,
    Consumer<StorageException> failure)
    implements StorageListener {
  @Override
  public void verified(int... pieces) {
    List<SessionEvent> events = new ArrayList<>(pieces.length);
    for (int piece : pieces) {
      traffic.pieceVerified();
      traffic.reused(copied.verified(piece));
      events.add(new SessionEvent.PieceVerified(piece));
    }
    session.accept(events);
  }

  @Override
  public void differed(int piece, BitSet units) {
    session.accept(List.of(new SessionEvent.BlocksDiffered(piece, units)));
  }

  @Override
  public void corrupt(int piece, boolean kept) {
    int copies = copied.failed(piece);
    if (copies == 0) {
      traffic.pieceCorrupt(layout.size(piece));
    } else {
      traffic.wasted(layout.size(piece) - copies); // No peer need have sent a bad byte.
    }
    session.accept(List.of(new SessionEvent.PieceCorrupt(piece, kept)));
  }

  @Override
  public void failed(StorageException cause) {
    failure.accept(cause);
  }
}
