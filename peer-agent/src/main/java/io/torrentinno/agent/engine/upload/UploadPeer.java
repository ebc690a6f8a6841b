package io.torrentinno.agent.engine.upload;

import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.peer.ConnectedPeer;
import io.torrentinno.agent.engine.peer.RateMeter;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A connected peer, as a receiver of blocks. */
public final class UploadPeer {
  final ConnectedPeer peer;
  final ConnectionId connection;
  final boolean speaksTi2;
  final Bitfield pieces;
  final RateMeter upload;

  /** The rate at which it delivers to this agent, for tit-for-tat. */
  final RateMeter download;

  /** Its requests that are not being sent yet. */
  final Deque<BlockRange> uploads = new ArrayDeque<>();

  /** Block bytes that were given to the network layer and are not sent yet. */
  long uploading;

  /** It is not served at present. */
  boolean choked;

  /** It has said that this agent has pieces that it lacks. */
  boolean interestedInUs;

  /** The pieces that it was shown in place of all pieces; see {@link SuperSeeding}. */
  SuperSeeding.@Nullable Shown shown;

  /** It had a slot and could request something, requested nothing, and has not requested since. */
  boolean idled;

  /** It has requested a block since it got its slot. */
  boolean asked;

  /** It does not read the sent bytes. */
  boolean unread;

  boolean bitfieldDue;
  long lastBitfield;
  long lastServed;
  long unchokedAt;

  /** A peer without requests; {@code download} is what it delivers. */
  public UploadPeer(ConnectedPeer peer, RateMeter download, long now) {
    this.peer = peer;
    this.download = download;
    connection = peer.connection();
    speaksTi2 = peer.speaksTi2();
    pieces = peer.pieces();
    upload = new RateMeter(now);
    lastBitfield = now;
  }

  /** Block bytes sent to it. */
  public RateMeter meter() {
    return upload;
  }

  /** Whether it has said that it lacks pieces that are here. */
  public boolean isInterested() {
    return interestedInUs;
  }

  /** Whether it does not read the sent bytes. */
  public boolean isUnread() {
    return unread;
  }

  /** Whether it has requested blocks that were not sent completely. */
  public boolean isOwed() {
    return !uploads.isEmpty() || uploading > 0;
  }

  boolean isReady() {
    return peer.isReady();
  }

  /** Whether it is a TI/2 peer that would request blocks if it were unchoked. */
  boolean wantsBlocks() {
    return peer.hello() != null && (interestedInUs || (shown != null && !pieces.isFull()));
  }
}
