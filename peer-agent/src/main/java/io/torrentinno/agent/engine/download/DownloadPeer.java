package io.torrentinno.agent.engine.download;

import io.torrentinno.agent.engine.model.PeerIdentity;
import io.torrentinno.agent.engine.peer.ConnectedPeer;
import io.torrentinno.agent.engine.peer.RateMeter;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A connected peer as one that is asked for blocks. */
public final class DownloadPeer {
  private static final long SLACK = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int LEAST_REQUESTS = 2;
  private static final int FIRST_REQUESTS = 4;

  /** TI/1 clients answer one request after the other; a few waiting hide the round trip. */
  private static final int TI1_REQUESTS = 4;

  final ConnectedPeer peer;
  final PeerIdentity identity;
  final boolean speaksTi2;
  final Bitfield pieces;
  final RateMeter download;

  /** What it was asked for and has not sent, oldest first. */
  final List<PendingRequest> requests = new ArrayList<>();

  /** Bytes that it may be asked for at once. */
  int blockLimit;

  /** How many requests it may have outstanding. */
  private int requestLimit = TI1_REQUESTS;

  /** It does not serve us now. */
  boolean choking;

  /** It has pieces that we lack. */
  boolean interested;

  /** How many pieces it has that we lack; we are interested when there is one. */
  int wanted;

  /** The piece that it is working on, so that its blocks arrive in order. */
  int currentPiece = -1;

  /** It has gone quiet with requests outstanding; it gets no more until it sends something. */
  boolean stalled;

  /** It turned a request down; it gets no more until the next tick. */
  boolean rejecting;

  /** It has delivered a piece that was good. */
  boolean proven;

  /** The piece that it was asked for last and that is not judged yet; -1 for none. */
  int trialPiece = -1;

  long lastProgress;

  /** How fast it delivers. */
  final DeliveryRate rate = new DeliveryRate();

  /** When it last had a block delivered, or was asked for one with nothing else outstanding. */
  long busySince;

  /** The least time seen between a request and its block's first byte, in nanoseconds. */
  long latency = Long.MAX_VALUE;

  /** One that was asked for nothing; {@code blockLimit} in bytes. */
  public DownloadPeer(ConnectedPeer peer, int blockLimit, long now) {
    this.peer = peer;
    this.blockLimit = blockLimit;
    identity = peer.identity();
    speaksTi2 = peer.speaksTi2();
    pieces = peer.pieces();
    download = new RateMeter(now);
    lastProgress = now;
  }

  /** Block bytes that came from it. */
  public RateMeter meter() {
    return download;
  }

  /** Whether it has pieces that are missing here. */
  public boolean hasMissing() {
    return wanted > 0;
  }

  public boolean isChoking() {
    return choking;
  }

  /** How many requests to it are outstanding. */
  public int outstanding() {
    return requests.size();
  }

  /** It says how much it may be asked for. */
  void limit(PeerMessage.Hello hello, int ownBlockLimit) {
    blockLimit = Math.min(ownBlockLimit, hello.maxBlockLength());
    requestLimit = hello.maxRequests();
  }

  boolean mayBeAsked() {
    return peer.isReady() && !choking && !stalled && !rejecting;
  }

  /**
   * How many requests it should have outstanding: what it delivers in two round trips and a tenth
   * of a second, for its queue must not run dry while a request is under way, but a request that
   * waits long in a queue could have been answered by somebody else.
   */
  int requestTarget() {
    int least = Math.min(LEAST_REQUESTS, requestLimit);
    if (rate.isUnknown()) {
      return Math.min(FIRST_REQUESTS, requestLimit);
    }
    long roundTrip = latency == Long.MAX_VALUE ? 0 : latency;
    long target = (long) (rate.bytesIn(2 * roundTrip + SLACK) / blockLimit) + 1;
    return Math.clamp(target, least, requestLimit);
  }
}
