package io.torrentinno.agent.engine.upload;

import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.peer.ConnectedPeer;
import io.torrentinno.agent.engine.peer.RateMeter;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A connected peer as one that asks for blocks. */
public final class UploadPeer {
  final ConnectedPeer peer;
  final ConnectionId connection;
  final boolean speaksTi2;
  final Bitfield pieces;
  final RateMeter upload;

  /** What it delivers, for those policies that go by that. */
  final RateMeter download;

  /** What it asked for and is not yet being sent. */
  final Deque<BlockRange> uploads = new ArrayDeque<>();

  /** Bytes handed to the network and not yet out. */
  long uploading;

  /** We do not serve it now. */
  boolean choked;

  /** It said that we have pieces that it lacks. */
  boolean interestedInUs;

  /** What it was shown instead of all pieces; see {@link SuperSeeding}. */
  SuperSeeding.@Nullable Shown shown;

  /** It had a slot and something to ask for, asked for nothing, and has not asked since. */
  boolean idled;

  /** It has asked for a block since it was given its slot. */
  boolean asked;

  /** It takes nothing of what is being sent to it. */
  boolean unread;

  boolean bitfieldDue;
  long lastBitfield;
  long lastServed;
  long unchokedAt;

  /** One that asked for nothing; {@code download} is what it delivers. */
  public UploadPeer(ConnectedPeer peer, RateMeter download, long now) {
    this.peer = peer;
    this.download = download;
    connection = peer.connection();
    speaksTi2 = peer.speaksTi2();
    pieces = peer.pieces();
    upload = new RateMeter(now);
    lastBitfield = now;
  }

  /** Block bytes that went to it. */
  public RateMeter meter() {
    return upload;
  }

  /** Whether it said that it lacks pieces that are here. */
  public boolean isInterested() {
    return interestedInUs;
  }

  /** Whether it does not take what is sent to it. */
  public boolean isUnread() {
    return unread;
  }

  /** Whether it asked for blocks that have not all left. */
  public boolean isOwed() {
    return !uploads.isEmpty() || uploading > 0;
  }

  boolean isReady() {
    return peer.isReady();
  }

  /** Whether it is a TI/2 peer that would ask for blocks if it were unchoked. */
  boolean wantsBlocks() {
    return peer.hello() != null && (interestedInUs || (shown != null && !pieces.isFull()));
  }
}
