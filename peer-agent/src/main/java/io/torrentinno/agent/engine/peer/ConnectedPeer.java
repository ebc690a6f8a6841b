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

/** A connected peer: who it is, which pieces it has, what it said of itself. */
public final class ConnectedPeer {
  private static final long PROOF = 256 << 10;
  private static final long PROVEN_FOR = TimeUnit.MINUTES.toNanos(1);

  /** The longest manifest, asked for so, takes a few thousand requests and no more. */
  private static final int LEAST_MANIFEST_REQUEST = 16 * 1024;

  private final ConnectionId connection;
  private final PeerIdentity identity;
  private final boolean outgoing;
  private final boolean speaksTi2;
  private final Bitfield pieces;
  private final MessageBudget budget;
  private final long connectedAt;
  private PeerMessage.@Nullable Hello hello;

  /** Up to where it has asked for the manifest, in bytes. */
  private int manifestAsked;

  /** When it last proved to be of use; see {@link #moved}. */
  private long provedAt;

  private boolean everProved;

  /** Bytes that came from it or went to it since then. */
  private long sinceProof;

  private long lastReceived;
  private long lastSent;

  /** A peer that has said nothing yet; {@code self} is this agent's id. */
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

  /** Bytes of blocks came from it or went to it: the first ones prove it, and then each 256 KiB. */
  public void moved(int bytes, long now) {
    sinceProof += bytes;
    if (!everProved || sinceProof >= PROOF) {
      everProved = true;
      provedAt = now;
      sinceProof = 0;
    }
  }

  /** Whether it has proved to be of use within the last minute. */
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

  /** The pieces that it has; kept up to date by the downloads alone. */
  public Bitfield pieces() {
    return pieces;
  }

  public long connectedAt() {
    return connectedAt;
  }

  /** What a TI/2 peer said of itself; absent before that, and always for TI/1. */
  public PeerMessage.@Nullable Hello hello() {
    return hello;
  }

  public void greeted(PeerMessage.Hello said) {
    hello = said;
  }

  /** Whether it may be sent anything but the greeting. */
  public boolean isReady() {
    return !speaksTi2 || hello != null;
  }

  /** The features that it named; none before its Hello, and for TI/1. */
  public long features() {
    return hello == null ? 0 : hello.features();
  }

  /** Something came from it. */
  public void received(long now) {
    lastReceived = now;
  }

  public long lastReceived() {
    return lastReceived;
  }

  /** Something goes out to it. */
  public void sent(long now) {
    lastSent = now;
  }

  public long lastSent() {
    return lastSent;
  }

  /** Charges needless messages; false when these were too many. */
  public boolean mayCost(int messages, long now) {
    return budget.charge(messages, now);
  }

  /** Whether a request for the manifest asks for what was asked before, or for next to nothing. */
  public boolean asksAgain(PeerMessage.ManifestRequest request) {
    boolean again = request.begin() < manifestAsked || request.length() < LEAST_MANIFEST_REQUEST;
    manifestAsked = Math.max(manifestAsked, request.begin() + request.length());
    return again;
  }

  /** Whether these are all the pieces that it had, and more. */
  public boolean gainsBy(Bitfield told) {
    return told.cardinality() > pieces.cardinality() && pieces.cardinalityWithout(told) == 0;
  }
}
