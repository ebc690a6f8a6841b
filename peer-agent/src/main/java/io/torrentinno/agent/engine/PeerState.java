package io.torrentinno.agent.engine;

import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a session knows of one connected peer. */
final class PeerState {
  private static final long SLACK = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int LEAST_REQUESTS = 2;
  private static final int FIRST_REQUESTS = 4;

  /** The longest manifest, asked for so, takes a few thousand requests and no more. */
  private static final int LEAST_MANIFEST_REQUEST = 16 * 1024;

  final ConnectionId connection;
  final PeerId id;
  final InetAddress remote;
  final PeerIdentity identity;
  final long connectedAt;
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

  /** It does not serve us now. */
  boolean choking;

  /** We do not serve it now. */
  boolean choked;

  /** It has pieces that we lack. */
  boolean interested;

  /** It said that we have pieces that it lacks. */
  boolean interestedInUs;

  /** What it was shown instead of all pieces; see {@link SuperSeeding}. */
  SuperSeeding.@Nullable Shown shown;

  /** How many pieces it has that we lack; we are interested when there is one. */
  int wanted;

  /** The piece that it is working on, so that its blocks arrive in order. */
  int currentPiece = -1;

  /** It has gone quiet with requests outstanding; it gets no more until it sends something. */
  boolean stalled;

  /** It turned a request down; it gets no more until the next tick. */
  boolean rejecting;

  /** It takes nothing of what is being sent to it. */
  boolean unread;

  /** It has delivered a piece that was good. */
  boolean proven;

  /** The piece that it was asked for last and that is not judged yet; -1 for none. */
  int trialPiece = -1;

  boolean bitfieldDue;

  /** Up to where it has asked for the manifest, in bytes. */
  private int manifestAsked;

  long lastReceived;
  long lastSent;
  long lastProgress;
  long lastBitfield;
  long lastServed;

  /** When it is next told of other peers. */
  long nextExchange;

  long lastExchangeReceived;

  /** Of whom it has been told. */
  final Set<PeerId> toldOf = new HashSet<>();

  final Patience patience;
  long unchokedAt;

  /** How fast it delivers. */
  final Pace pace = new Pace();

  /** When it last had a block delivered, or was asked for one with nothing else outstanding. */
  long busySince;

  /** The least time seen between a request and its block's first byte, in nanoseconds. */
  long latency = Long.MAX_VALUE;

  PeerState(SessionEvent.Connected connected, PeerId self, int pieceCount, long now) {
    connection = connected.connection();
    id = connected.peer();
    remote = connected.remote();
    identity = new PeerIdentity(id, remote);
    connectedAt = now;
    outgoing = connected.outgoing();
    speaksTi2 = self.speaksTi2() && id.speaksTi2();
    pieces = new Bitfield(pieceCount);
    download = new RateMeter(now);
    upload = new RateMeter(now);
    lastReceived = now;
    lastSent = now;
    lastProgress = now;
    lastBitfield = now;
    nextExchange = PeerExchanges.first(now);
    lastExchangeReceived = PeerExchanges.longAgo(now);
    patience = new Patience(now);
  }

  /** Whether it may be sent anything but the greeting. */
  boolean isReady() {
    return !speaksTi2 || hello != null;
  }

  /** The features that it named; none before its Hello, and for TI/1. */
  long features() {
    return hello == null ? 0 : hello.features();
  }

  /** Whether it is a TI/2 peer that would ask for blocks if it were unchoked. */
  boolean wantsBlocks() {
    return hello != null && (interestedInUs || (shown != null && !pieces.isFull()));
  }

  /** Whether a request for the manifest asks for what was asked before, or for next to nothing. */
  boolean asksAgain(PeerMessage.ManifestRequest request) {
    boolean again = request.begin() < manifestAsked || request.length() < LEAST_MANIFEST_REQUEST;
    manifestAsked = Math.max(manifestAsked, request.begin() + request.length());
    return again;
  }

  /** Whether these are all the pieces that it had, and more. */
  boolean gainsBy(Bitfield told) {
    return told.cardinality() > pieces.cardinality() && pieces.cardinalityWithout(told) == 0;
  }

  boolean mayBeAsked() {
    return isReady() && !choking && !stalled && !rejecting;
  }

  /**
   * How many requests it should have outstanding: what it delivers in two round trips and a tenth
   * of a second, for its queue must not run dry while a request is under way, but a request that
   * waits long in a queue could have been answered by somebody else.
   */
  int requestTarget() {
    int least = Math.min(LEAST_REQUESTS, requestLimit);
    if (pace.isUnknown()) {
      return Math.min(FIRST_REQUESTS, requestLimit);
    }
    long roundTrip = latency == Long.MAX_VALUE ? 0 : latency;
    long wanted = (long) (pace.bytesIn(2 * roundTrip + SLACK) / blockLimit) + 1;
    return Math.clamp(wanted, least, requestLimit);
  }
}
