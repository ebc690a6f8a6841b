package io.torrentinno.agent.engine.upload;

import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.util.concurrent.TimeUnit;

/** Sends the numbers of this agent's pieces to peers, and keep-alives. */
public final class HaveBroadcaster {
  /** TI/1 peers get a Bitfield at once for one new piece, but only this often for many. */
  private static final long TI1_GAP = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long TI1_REPEAT = TimeUnit.SECONDS.toNanos(30);
  private static final long TI2_KEEP_ALIVE = TimeUnit.SECONDS.toNanos(60);

  private final Bitfield have;
  private final PeerMessage.Hello own;
  private final UploadOutput output;

  public HaveBroadcaster(Bitfield have, PeerMessage.Hello own, UploadOutput output) {
    this.have = have;
    this.own = own;
    this.output = output;
  }

  /** A connection is new: TI/1 peers get a Bitfield, TI/2 peers get Hello first. */
  public void connected(UploadPeer peer, long now) {
    if (peer.speaksTi2) {
      output.send(peer, own, now);
    } else {
      sendBitfield(peer, now);
    }
  }

  /** The peer has sent Hello. */
  public void greeted(UploadPeer peer, long now) {
    sendPieces(peer, have, now);
  }

  public void gained(int piece, long now) {
    for (UploadPeer peer : output.peers()) {
      if (!peer.speaksTi2) {
        peer.bitfieldDue = true;
        sendDueBitfield(peer, now);
      } else if (peer.isReady() && have.isFull()) {
        sendPieces(peer, have, now);
      } else if (peer.isReady()) {
        output.send(
            // also if it has the piece: it needs to know which peers lack it
            peer, new Have.Piece(piece), now);
      }
    }
  }

  public void tick(UploadPeer peer, long now) {
    if (!peer.speaksTi2) {
      peer.bitfieldDue |= now - peer.lastBitfield >= TI1_REPEAT;
      sendDueBitfield(peer, now);
    } else if (now - peer.peer.lastSent() >= TI2_KEEP_ALIVE) {
      output.send(peer, new PeerMessage.KeepAlive(), now);
    }
  }

  private void sendDueBitfield(UploadPeer peer, long now) {
    if (peer.bitfieldDue && now - peer.lastBitfield >= TI1_GAP) {
      sendBitfield(peer, now);
    }
  }

  /** Sends the set of this agent's pieces to a TI/2 peer. */
  void sendPieces(UploadPeer peer, Bitfield pieces, long now) {
    boolean brief = Feature.FAST.isIn(own.features()) && Feature.FAST.isIn(peer.peer.features());
    if (brief && pieces.isFull()) {
      output.send(peer, new Have.All(), now);
    } else if (brief && pieces.isEmpty()) {
      output.send(peer, new Have.None(), now);
    } else {
      output.send(peer, new Have.Bits(pieces.copy()), now);
    }
  }

  private void sendBitfield(UploadPeer peer, long now) {
    peer.bitfieldDue = false;
    peer.lastBitfield = now;
    output.send(peer, new Have.Bits(have.copy()), now);
  }
}
