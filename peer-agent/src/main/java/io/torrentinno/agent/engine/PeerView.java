package io.torrentinno.agent.engine;

import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.peer.ConnectedPeer;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PrintableText;
import io.torrentinno.protocol.wire.PeerMessage;

/**
 * The state of a connected peer, for people.
 *
 * @param software name and version; empty for TI/1
 * @param pieces how many pieces it has
 * @param seeder whether it has all pieces
 * @param downloaded block bytes received from it
 * @param uploaded block bytes sent to it
 * @param downloadRate bytes per second
 * @param uploadRate bytes per second
 * @param requests how many requests to it are outstanding
 */
public record PeerView(
    ConnectionId connection,
    PeerId id,
    String software,
    boolean outgoing,
    int pieces,
    boolean seeder,
    long downloaded,
    long uploaded,
    long downloadRate,
    long uploadRate,
    int requests) {
  static PeerView of(PeerState peer, long now) {
    ConnectedPeer who = peer.peer();
    PeerMessage.Hello hello = who.hello();
    return new PeerView(
        who.connection(),
        who.id(),
        hello == null ? "" : PrintableText.of(hello.software()),
        who.outgoing(),
        who.pieces().cardinality(),
        who.pieces().isFull(),
        peer.download().meter().total(),
        peer.upload().meter().total(),
        peer.download().meter().rate(now),
        peer.upload().meter().rate(now),
        peer.download().outstanding());
  }
}
