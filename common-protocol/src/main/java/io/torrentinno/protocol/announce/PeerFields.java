package io.torrentinno.protocol.announce;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Collects the four fields that identify a peer. */
final class PeerFields {
  private @Nullable PeerId peerId;
  private @Nullable InfoHash infoHash;
  private @Nullable InetAddress ip;
  private int port;

  /** Reads the value if {@code field} is one of the four. */
  void take(Field field, ObjectReader object) throws AnnounceException {
    switch (field) {
      case PEER_ID -> peerId = new PeerId(object.id(field));
      case INFO_HASH -> infoHash = new InfoHash(object.id(field));
      case PUBLIC_IP -> ip = object.ip(field);
      case PUBLIC_PORT -> port = object.port(field);
      case EVENT, LEFT, UPLOADED, DOWNLOADED, NUM_WANT, ZONE, KEY -> {}
      case PEERS, INTERVAL, SEEDERS, LEECHERS, ANNOUNCES, UNLISTED -> {}
    }
  }

  boolean isComplete() {
    return peerId != null && infoHash != null && ip != null && port != 0;
  }

  AnnouncedPeer peer() throws AnnounceException {
    PeerId id = ObjectReader.required(Field.PEER_ID, peerId);
    InfoHash resource = ObjectReader.required(Field.INFO_HASH, infoHash);
    InetAddress host = ObjectReader.required(Field.PUBLIC_IP, ip);
    Integer listens = ObjectReader.required(Field.PUBLIC_PORT, port == 0 ? null : port);
    return new AnnouncedPeer(id, resource, new PeerAddress(host, listens));
  }
}
