package io.torrentinno.agent.engine.download;

import io.torrentinno.agent.engine.model.PeerIdentity;
import io.torrentinno.agent.engine.peer.ConnectedPeer;
import io.torrentinno.agent.engine.peer.RateMeter;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.wire.FrameLimits;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connected peer, as a source of blocks. */
public final class DownloadPeer {
  private static final long SLACK = TimeUnit.MILLISECONDS.toNanos(100);

  /** The most bytes for that time. More would only bind pieces to the first peer that has them. */
  private static final int MOST_SLACK = 32 << 20;

  /** Outstanding blocks of full length, at least. */
  private static final int LEAST_BLOCKS = 2;

  /** Before it is known how fast the peer delivers. */
  private static final int FIRST_BLOCKS = 4;

  /**
   * TI/1 clients answer one request after the other; a few outstanding requests hide the round
   * trip.
   */
  private static final int TI1_REQUESTS = 4;

  final ConnectedPeer peer;
  final PeerIdentity identity;
  final boolean speaksTi2;
  final Bitfield pieces;
  final RateMeter download;

  /** Requests that it has not answered, oldest first. */
  final List<PendingRequest> requests = new ArrayList<>();

  /**
   * Bytes of these requests, without those that were cancelled; of each one, at most as many as the
   * longest block has.
   */
  private long owed;

  /** How many of these requests were cancelled. */
  private int cancelled;

  /** The longest block that may be requested from it, in bytes. */
  int blockLimit;

  /** The most outstanding requests. */
  private int requestLimit = TI1_REQUESTS;

  /** It does not serve this agent at present. */
  boolean choking;

  /** It has pieces that this agent lacks, and knows that we are interested. */
  boolean interested;

  /** How many pieces it has that this agent lacks; we are interested when there is one. */
  int wanted;

  /** The piece that it is sending, so that the blocks of a piece arrive in order. */
  int currentPiece = -1;

  /** It is silent with outstanding requests; it gets no more requests until it sends something. */
  boolean stalled;

  /** It rejected a request; it gets no more requests until the next tick. */
  boolean rejecting;

  /** It has delivered a good piece. */
  boolean proven;

  /** The piece that was last requested from it and is not verified yet; -1 for none. */
  int trialPiece = -1;

  long lastProgress;

  /** The rate at which it delivers. */
  final DeliveryRate rate = new DeliveryRate();

  /** Requests to it are not cancelled for a program that reads before this time. */
  long clearAgainAt;

  /** The time of its last block, or of a request when nothing else was outstanding. */
  long busySince;

  /** The shortest time between a request and the first byte of its block, in nanoseconds. */
  long latency = Long.MAX_VALUE;

  /** A peer without requests; {@code blockLimit} in bytes. */
  public DownloadPeer(ConnectedPeer peer, int blockLimit, long now) {
    this.peer = peer;
    this.blockLimit = blockLimit;
    identity = peer.identity();
    speaksTi2 = peer.speaksTi2();
    pieces = peer.pieces();
    download = new RateMeter(now);
    lastProgress = now;
    clearAgainAt = now;
  }

  /** Block bytes received from it. */
  public RateMeter meter() {
    return download;
  }

  /** Whether it has missing pieces. */
  public boolean hasMissing() {
    return wanted > 0;
  }

  public boolean isChoking() {
    return choking;
  }

  /** The outstanding request for a block; null when there is none. */
  @Nullable PendingRequest find(BlockRange range) {
    for (PendingRequest request : requests) {
      if (request.range.equals(range)) {
        return request;
      }
    }
    return null;
  }

  /** How many requests to it are outstanding. */
  public int outstanding() {
    return requests.size();
  }

  /** Takes over the limits of its Hello. */
  void limit(PeerMessage.Hello hello, int ownBlockLimit) {
    blockLimit = Math.min(ownBlockLimit, hello.maxBlockLength());
    requestLimit = hello.maxRequests();
  }

  boolean mayBeAsked() {
    return peer.isReady() && !choking && !stalled && !rejecting;
  }

  /** It is asked for another block. */
  void add(PendingRequest request) {
    requests.add(request);
    owed += weight(request);
  }

  /** It has answered a request, or is not going to. */
  void remove(PendingRequest request) {
    if (requests.remove(request)) {
      if (request.cancelled) {
        cancelled--;
      } else {
        owed -= weight(request);
      }
    }
  }

  /** A Cancel is sent for a request, once. If the block still arrives, it is accepted. */
  void cancel(PendingRequest request) {
    request.release();
    request.cancelled = true;
    cancelled++;
    owed -= weight(request);
  }

  /**
   * Whether it has not answered a cancelled request yet. Until then it cannot be asked for the same
   * bytes again.
   */
  boolean isCancelling() {
    return cancelled > 0;
  }

  /** It owes nothing any more. */
  void removeAll() {
    requests.clear();
    cancelled = 0;
    owed = 0;
  }

  private int weight(PendingRequest request) {
    return Math.min(request.range.length(), blockLimit);
  }

  /**
   * Whether more bytes should be outstanding. They should be what the peer delivers in two round
   * trips and a tenth of a second: its queue must not become empty while a request is under way.
   * But a request that waits long in a queue could have been answered by another peer. Blocks of
   * small files are short, so bytes are counted, and not requests.
   */
  boolean takesMore() {
    if (requests.size() >= requestLimit) {
      return false;
    }
    if (rate.isUnknown()) {
      return owed < (long) FIRST_BLOCKS * blockLimit;
    }
    long roundTrip = latency == Long.MAX_VALUE ? 0 : latency;
    double slack = Math.min(MOST_SLACK, rate.bytesIn(SLACK));
    return owed < (long) LEAST_BLOCKS * blockLimit || owed <= rate.bytesIn(2 * roundTrip) + slack;
  }

  /**
   * The longest request for a piece of this size, in bytes. A TI/1 peer is asked for whole pieces,
   * as it asks for them itself.
   */
  int maxLength(int pieceSize) {
    return !speaksTi2 && pieceSize <= FrameLimits.TI1_BLOCK_LENGTH ? pieceSize : blockLimit;
  }

  /** Whether another peer would send what this one owes in less than half the time. */
  boolean isMuchSlowerThan(DownloadPeer other, long now) {
    long bytes = 0;
    for (PendingRequest request : requests) {
      bytes += request.range.length();
    }
    double remaining = bytes / (double) Math.max(1, download.rate(now));
    double there = bytes / (double) Math.max(1, other.download.rate(now));
    return remaining > 2 * there;
  }
}
