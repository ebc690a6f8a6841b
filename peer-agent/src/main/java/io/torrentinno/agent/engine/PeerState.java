package io.torrentinno.agent.engine;

import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a session knows of one connected peer. */
final class PeerState {
  final ConnectionId connection;
  final PeerId id;
  final InetAddress remote;
  final boolean outgoing;

  /** Whether both ends speak TI/2. */
  final boolean speaksTi2;

  final Bitfield pieces;
  final RateMeter download;
  final RateMeter upload;

  /** What it was asked for and has not sent, oldest first. */
  final List<PendingRequest> requests = new ArrayList<>();

  /** What it asked for and is not yet being sent. */
  final Deque<BlockRange> uploads = new ArrayDeque<>();

  /** Bytes handed to the network and not yet out. */
  long uploading;

  /** What a TI/2 peer said of itself; absent before that, and always for TI/1. */
  PeerMessage.@Nullable Hello hello;

  /** Bytes that it may be asked for at once. */
  int blockLimit;

  /** How many requests it may have outstanding. */
  int requestLimit;

  boolean choking;
  boolean interested;

  /** How many pieces it has that we lack; we are interested when there is one. */
  int wanted;

  /** The piece that it is working on, so that its blocks arrive in order. */
  int currentPiece = -1;

  /** It has gone quiet with requests outstanding; it gets no more until it sends something. */
  boolean stalled;

  /** It turned a request down; it gets no more until the next tick. */
  boolean rejecting;

  boolean bitfieldDue;
  long lastReceived;
  long lastSent;
  long lastProgress;
  long lastBitfield;

  /** The least time seen between a request and its block's first byte, in nanoseconds. */
  long latency = Long.MAX_VALUE;

  PeerState(SessionEvent.Connected connected, PeerId self, int pieceCount, long now) {
    connection = connected.connection();
    id = connected.peer();
    remote = connected.remote();
    outgoing = connected.outgoing();
    speaksTi2 = self.speaksTi2() && id.speaksTi2();
    pieces = new Bitfield(pieceCount);
    download = new RateMeter(now);
    upload = new RateMeter(now);
    lastReceived = now;
    lastSent = now;
    lastProgress = now;
    lastBitfield = now;
  }

  /** Whether it may be sent anything but the greeting. */
  boolean isReady() {
    return !speaksTi2 || hello != null;
  }

  boolean mayBeAsked() {
    return isReady() && !choking && !stalled && !rejecting;
  }

  /**
   * How many requests it should have outstanding: what it delivers in half a second, or in two
   * round trips where that is longer; generous before it is known.
   */
  int requestTarget(long now) {
    long horizon = TimeUnit.MILLISECONDS.toNanos(500);
    if (latency != Long.MAX_VALUE) {
      horizon = Math.max(horizon, 2 * latency);
    }
    double seconds = horizon / 1e9;
    long wantedRequests = (long) (download.rate(now) * seconds / blockLimit) + 1;
    return Math.clamp(wantedRequests, Math.min(8, requestLimit), requestLimit);
  }
}
