package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.PeerList;
import io.torrentinno.tracker.swarm.SwarmPeer;
import io.torrentinno.tracker.swarm.Zone;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;

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
      return new SwarmPeer(PeerId.of(id, 0), address, seeder, Zone.NONE);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an endpoint of " + endpoint.length + " bytes in Redis", e);
    }
  }

  /** Reads id, endpoint, id, endpoint, ... */
  static PeerList peers(List<Object> drawn) {
    ByteArrayOutputStream ids = new ByteArrayOutputStream();
    ByteArrayOutputStream idsOfIpv6 = new ByteArrayOutputStream();
    ByteArrayOutputStream ipv4 = new ByteArrayOutputStream();
    ByteArrayOutputStream ipv6 = new ByteArrayOutputStream();
    for (int i = 0; i < drawn.size(); i += 2) {
      byte[] endpoint = (byte[]) drawn.get(i + 1);
      boolean isIpv4 = endpoint.length == PeerList.IPV4_BYTES;
      (isIpv4 ? ids : idsOfIpv6).writeBytes((byte[]) drawn.get(i));
      (isIpv4 ? ipv4 : ipv6).writeBytes(endpoint);
    }
    ids.writeBytes(idsOfIpv6.toByteArray());
    return new PeerList(ids.toByteArray(), ipv4.toByteArray(), ipv6.toByteArray());
  }
}
