package io.torrentinno.agent.storage;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * All lanes of a resource. Neighbouring pieces go to different workers, so one download uses all.
 */
final class Lanes {
  private final Lane[] lanes;

  /** Where piece 0 goes: resources of one piece should not all meet at the first worker. */
  private final int first;

  Lanes(Lane[] lanes, int salt) {
    this.lanes = lanes;
    this.first = Math.floorMod(salt, lanes.length);
  }

  /** Queues bytes of a piece, owned by the lane from now on. */
  void write(int piece, int begin, ByteBuf bytes) {
    lane(piece).write(piece, begin, bytes);
  }

  /** Queues the verification of a piece. */
  void verify(int piece) {
    lane(piece).verify(piece);
  }

  /** Blocks until what is queued is done. What comes later is dropped. */
  void retire() {
    CompletableFuture.allOf(
            Arrays.stream(lanes).map(Lane::retire).toArray(CompletableFuture<?>[]::new))
        .join();
  }

  private Lane lane(int piece) {
    return lanes[(piece + first) % lanes.length];
  }
}
