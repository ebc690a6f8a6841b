package io.torrentinno.protocol.announce;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;

/**
 * A peer of a resource, as a tracker lists it.
 *
 * @param peerId who it is
 * @param infoHash the resource that it takes part in
 * @param address where it listens for that resource
 */
public record AnnouncedPeer(PeerId peerId, InfoHash infoHash, PeerAddress address) {}
