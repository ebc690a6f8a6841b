package io.torrentinno.protocol.announce;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;

/**
 * A peer of a resource, as a tracker lists it.
 *
 * @param infoHash the resource
 * @param address where the peer listens for that resource
 */
public record AnnouncedPeer(PeerId peerId, InfoHash infoHash, PeerAddress address) {}
