package io.torrentinno.agent.engine.upload;

import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.Pieces;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.wire.FrameLimits;
import io.torrentinno.protocol.wire.PeerMessage;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests are served. A peer's requests wait here until the network layer has room,
 * so that a Cancel can still remove them.
 */
public final class Uploads {
  /**
   * Bytes for each peer in the network layer: what it sends in a quarter of a second. So the
   * network is never idle, and a Cancel still comes in time, also when the network is slow or the
   * limit low.
   */
  private static final long MIN_WINDOW = 256 << 10;

  private static final long MAX_WINDOW = 4 << 20;
  private static final int WINDOWS_PER_SECOND = 4;

  /** No real TI/1 client has this many unanswered requests. */
  private static final int TI1_MAX_REQUESTS = 1000;

  private final Bitfield have;
  private final Bitfield needed;
  private final PeerMessage.Hello limits;
  private final SuperSeeding superSeeding;
  private final UploadOutput output;
  private long total;

  /**
   * Serves the pieces in {@code have}, which the session keeps up to date.
   *
   * @param limits what this agent promises to TI/2 peers
   */
  public Uploads(
      Pieces pieces, PeerMessage.Hello limits, SuperSeeding superSeeding, UploadOutput output) {
    this.superSeeding = superSeeding;
    this.have = pieces.have();
    this.needed = pieces.needed().pieces();
    this.limits = limits;
    this.output = output;
  }

  /** Block bytes that were sent. */
  long total() {
    return total;
  }

  /** Whether no piece is to be fetched. */
  boolean fetchesNothing() {
    return needed.isEmpty();
  }

  /** The peer requests a block. Returns why it has to be disconnected, if it requested too much. */
  public @Nullable DisconnectReason requested(UploadPeer peer, BlockRange range, long now) {
    if (peer.speaksTi2) {
      if (range.length() > limits.maxBlockLength()) {
        return DisconnectReason.PROTOCOL;
      } else if (peer.choked
          || !have.get(range.piece())
          || peer.uploads.size() >= limits.maxRequests()) {
        output.reject(peer, range);
        return peer.peer.mayCost(1, now) ? null : DisconnectReason.FLOOD;
      } else {
        enqueue(peer, range, now);
      }
    } else if (range.length() > FrameLimits.TI1_BLOCK_LENGTH
        || peer.uploads.size() >= TI1_MAX_REQUESTS) {
      return DisconnectReason.FLOOD;
    } else if (have.get(range.piece())) {
      enqueue(peer, range, now);
    }
    return null;
  }

  public void cancelled(UploadPeer peer, BlockRange range) {
    if (peer.uploads.remove(range)) {
      output.reject(peer, range);
    }
  }

  /** Serves nothing more to the peer, except what is in the network layer already. */
  void choked(UploadPeer peer) {
    superSeeding.choked(peer);
    while (!peer.uploads.isEmpty()) {
      output.reject(peer, peer.uploads.remove());
    }
  }

  void unchoked(UploadPeer peer, long now) {
    superSeeding.feed(peer, now);
  }

  public void served(UploadPeer peer, BlockRange range, long now) {
    superSeeding.served(peer, range, now);
    peer.uploading -= range.length();
    peer.upload.add(range.length(), now);
    peer.peer.moved(range.length(), now);
    peer.peer.sent(now);
    peer.lastServed = now;
    peer.unread = false;
    total += range.length();
    pump(peer, now);
  }

  private void enqueue(UploadPeer peer, BlockRange range, long now) {
    peer.uploads.add(range);
    pump(peer, now);
  }

  private void pump(UploadPeer peer, long now) {
    long window = Math.clamp(peer.upload.rate(now) / WINDOWS_PER_SECOND, MIN_WINDOW, MAX_WINDOW);
    while (peer.uploading < window && !peer.uploads.isEmpty()) {
      BlockRange next = peer.uploads.remove();
      peer.uploading += next.length();
      output.serve(peer, next);
    }
  }
}
