package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.SwarmPeer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * The form of a member in Redis: its id as 32 bytes, its endpoint as 4 or 16 bytes of address and 2
 * of port.
 */
final class MemberCodec {
  private static final int PORT_BYTES = 2;

  private MemberCodec() {}

  static byte[] id(PeerId id) {
    return id.value().toBytes();
  }

  static byte[] endpoint(PeerAddress address) {
    byte[] ip = address.ip().getAddress();
    return ByteBuffer.allocate(ip.length + PORT_BYTES)
        .put(ip)
        .putShort((short) address.port())
        .array();
  }

  static SwarmPeer peer(byte[] id, byte[] endpoint, boolean seeder) {
    ByteBuffer bytes = ByteBuffer.wrap(endpoint);
    byte[] ip = new byte[endpoint.length - PORT_BYTES];
    bytes.get(ip);
    try {
      PeerAddress address =
          new PeerAddress(InetAddress.getByAddress(ip), Short.toUnsignedInt(bytes.getShort()));
      return new SwarmPeer(PeerId.of(id, 0), address, seeder);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an endpoint of " + endpoint.length + " bytes in Redis", e);
    }
  }
}
