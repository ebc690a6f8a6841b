package io.torrentinno.agent.engine.upload;

import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.util.concurrent.TimeUnit;

/** Tells peers which pieces this agent has, and that it is alive. */
public final class HaveBroadcaster {
  /** TI/1 peers hear of a gained piece at once, but of many gained together only this often. */
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

  /** A connection is new: TI/1 peers hear what is here, TI/2 peers hear Hello first. */
  public void connected(UploadPeer peer, long now) {
    if (peer.speaksTi2) {
      output.send(peer, own, now);
    } else {
      sendBitfield(peer, now);
    }
  }

  /** The peer has said Hello. */
  public void greeted(UploadPeer peer, long now) {
    tell(peer, have, now);
  }

  public void gained(int piece, long now) {
    for (UploadPeer peer : output.peers()) {
      if (!peer.speaksTi2) {
        peer.bitfieldDue = true;
        sendDueBitfield(peer, now);
      } else if (peer.isReady() && have.isFull()) {
        tell(peer, have, now);
      } else if (peer.isReady()) {
        output.send(
            peer, new Have.Piece(piece), now); // also if it has it: it wants to know who lacks what
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

  /** Tells a TI/2 peer that these pieces are here, and no others. */
  void tell(UploadPeer peer, Bitfield pieces, long now) {
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
