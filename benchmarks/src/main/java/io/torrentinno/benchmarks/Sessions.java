package io.torrentinno.benchmarks;

import io.torrentinno.agent.engine.TorrentSession;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.model.SessionSettings.Sharing;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;

/** Sessions of a resource of 1 GiB in pieces of 512 KiB, which are fetched in two blocks each. */
final class Sessions {
  static final int PIECES = 2048;
  static final int BLOCK = 256 << 10;
  static final int BLOCKS = 2 * PIECES;
  static final PieceLayout LAYOUT = layout();
  static final PeerMessage.Hello HELLO =
      new PeerMessage.Hello(Feature.toBits(Set.of(Feature.FAST)), BLOCK, 64, 0, "benchmark");

  private Sessions() {}

  /** A session that has some pieces, and begins at time 0. */
  static TorrentSession of(Bitfield have, SplittableRandom random) {
    SessionSettings settings =
        SessionSettings.of(
            PeerId.random(random),
            HELLO,
            1000,
            new Sharing(Sharing.DEFAULT.policy(), Sharing.DEFAULT.uploadSlots(), false));
    return new TorrentSession(settings, LAYOUT, have, random, 0);
  }

  private static PieceLayout layout() {
    int[] sizes = new int[PIECES];
    Arrays.fill(sizes, 2 * BLOCK);
    return new PieceLayout(sizes);
  }
}
