package io.torrentinno.agent.engine.peer;

import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.PeerIdentity;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connected peer: its identity, its pieces, and its Hello. */
public final class ConnectedPeer {
  private static final long PROOF = 256 << 10;
  private static final long PROVEN_FOR = TimeUnit.MINUTES.toNanos(1);

  /** Requests of this size fetch the longest manifest with a few thousand requests. */
  private static final int LEAST_MANIFEST_REQUEST = 16 * 1024;

  private final ConnectionId connection;
  private final PeerIdentity identity;
  private final boolean outgoing;
  private final boolean speaksTi2;
  private final Bitfield pieces;
  private final MessageBudget budget;
  private final long connectedAt;
  private PeerMessage.@Nullable Hello hello;

  /** The end of the manifest that it has requested so far, in bytes. */
  private int manifestAsked;

  /** When it was last of proven use; see {@link #moved}. */
  private long provedAt;

  private boolean everProved;
  private boolean signaturesAsked;

  /** Block bytes exchanged with it since then. */
  private long sinceProof;

  private long lastReceived;
  private long lastSent;

  /** A peer that has sent nothing yet; {@code self} is this agent's id. */
  public ConnectedPeer(SessionEvent.Connected connected, PeerId self, int pieceCount, long now) {
    connection = connected.connection();
    identity = new PeerIdentity(connected.peer(), connected.remote());
    outgoing = connected.outgoing();
    speaksTi2 = self.speaksTi2() && connected.peer().speaksTi2();
    pieces = new Bitfield(pieceCount);
    budget = new MessageBudget(now);
    connectedAt = now;
    lastReceived = now;
    lastSent = now;
  }

  /** Block bytes were exchanged with it. The first ones prove its use, and then each 256 KiB. */
  public void moved(int bytes, long now) {
    sinceProof += bytes;
    if (!everProved || sinceProof >= PROOF) {
      everProved = true;
      provedAt = now;
      sinceProof = 0;
    }
  }

  /** Whether it was of proven use within the last minute. */
  public boolean isUseful(long now) {
    return everProved && now - provedAt < PROVEN_FOR;
  }

  public ConnectionId connection() {
    return connection;
  }

  public PeerId id() {
    return identity.id();
  }

  public InetAddress remote() {
    return identity.address();
  }

  public PeerIdentity identity() {
    return identity;
  }

  public boolean outgoing() {
    return outgoing;
  }

  /** Whether both ends speak TI/2. */
  public boolean speaksTi2() {
    return speaksTi2;
  }

  /** Its pieces; only the downloads change them. */
  public Bitfield pieces() {
    return pieces;
  }

  public long connectedAt() {
    return connectedAt;
  }

  /** The Hello of a TI/2 peer; null before it, and always for TI/1. */
  public PeerMessage.@Nullable Hello hello() {
    return hello;
  }

  public void greeted(PeerMessage.Hello said) {
    hello = said;
  }

  /** Whether messages other than the Hello may be sent to it. */
  public boolean isReady() {
    return !speaksTi2 || hello != null;
  }

  /** The features of its Hello; none before it, and for TI/1. */
  public long features() {
    return hello == null ? 0 : hello.features();
  }

  /** Records that something was received from it. */
  public void received(long now) {
    lastReceived = now;
  }

  public long lastReceived() {
    return lastReceived;
  }

  /** Records that something is sent to it. */
  public void sent(long now) {
    lastSent = now;
  }

  public long lastSent() {
    return lastSent;
  }

  /** Charges needless messages; false when there were too many. */
  public boolean mayCost(int messages, long now) {
    return budget.charge(messages, now);
  }

  /** Whether a request for the manifest repeats an earlier one, or asks for too little. */
  public boolean asksAgain(PeerMessage.ManifestRequest request) {
    boolean again = request.begin() < manifestAsked || request.length() < LEAST_MANIFEST_REQUEST;
    manifestAsked = Math.max(manifestAsked, request.begin() + request.length());
    return again;
  }

  /** Whether it has asked for the signatures before; it has now. */
  public boolean asksForSignaturesAgain() {
    boolean again = signaturesAsked;
    signaturesAsked = true;
    return again;
  }

  /** Whether {@code told} has all pieces that it had, and more. */
  public boolean gainsBy(Bitfield told) {
    return told.cardinality() > pieces.cardinality() && pieces.cardinalityWithout(told) == 0;
  }
}
