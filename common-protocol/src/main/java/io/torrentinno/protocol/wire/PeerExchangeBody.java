package io.torrentinno.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage.PeerExchange;
import io.torrentinno.protocol.wire.WireException.Reason;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a PeerExchange after its type, for each peer: peer-id (32), flags (1), family of the
 * address (1: 4 or 6), the address (4 or 16), port (2).
 */
final class PeerExchangeBody {
  private static final int SEEDER = 1;
  private static final int IPV4 = 4;
  private static final int IPV6 = 6;
  private static final int IPV4_LENGTH = 4;
  private static final int IPV6_LENGTH = 16;

  /** The fixed bytes before and after an address. */
  private static final int HEAD = Bytes32.LENGTH + 2;

  private static final int PORT = 2;

  /** Longest body, with the type. */
  static final int MAX_LENGTH =
      FrameType.BARE_BODY + PeerExchange.MAX_PEERS * (HEAD + IPV6_LENGTH + PORT);

  private PeerExchangeBody() {}

  /** Length of the body, with the type. */
  static int length(PeerExchange exchange) {
    int length = FrameType.BARE_BODY;
    for (PeerExchange.Peer peer : exchange.peers()) {
      length += HEAD + (isIpv4(peer) ? IPV4_LENGTH : IPV6_LENGTH) + PORT;
    }
    return length;
  }

  static void encode(PeerExchange exchange, ByteBuf out) {
    for (PeerExchange.Peer peer : exchange.peers()) {
      out.writeBytes(peer.id().value().toBytes());
      out.writeByte(peer.seeder() ? SEEDER : 0);
      out.writeByte(isIpv4(peer) ? IPV4 : IPV6);
      out.writeBytes(peer.address().ip().getAddress());
      out.writeShort(peer.address().port());
    }
  }

  /** Reads {@code length} bytes. */
  static PeerExchange decode(ByteBuf in, int length) throws WireException {
    int end = in.readerIndex() + length;
    List<PeerExchange.Peer> peers = new ArrayList<>();
    while (in.readerIndex() < end) {
      if (peers.size() == PeerExchange.MAX_PEERS) {
        throw badLength("more than " + PeerExchange.MAX_PEERS + " peers");
      }
      require(HEAD, end - in.readerIndex());
      byte[] id = new byte[Bytes32.LENGTH];
      in.readBytes(id);
      boolean seeder = (in.readByte() & SEEDER) != 0;
      byte[] ip = new byte[addressLength(in.readUnsignedByte())];
      require(ip.length + PORT, end - in.readerIndex());
      in.readBytes(ip);
      peers.add(
          new PeerExchange.Peer(PeerId.of(id, 0), address(ip, in.readUnsignedShort()), seeder));
    }
    return new PeerExchange(peers);
  }

  private static int addressLength(int family) throws WireException {
    return switch (family) {
      case IPV4 -> IPV4_LENGTH;
      case IPV6 -> IPV6_LENGTH;
      default -> throw new WireException(Reason.BAD_PEER, "no address family " + family);
    };
  }

  private static PeerAddress address(byte[] ip, int port) throws WireException {
    try {
      return new PeerAddress(InetAddress.getByAddress(ip), port);
    } catch (UnknownHostException e) {
      throw new AssertionError("an address has 4 or 16 bytes", e);
    } catch (IllegalArgumentException e) {
      throw new WireException(Reason.BAD_PEER, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isIpv4(PeerExchange.Peer peer) {
    return peer.address().ip() instanceof Inet4Address;
  }

  private static void require(int length, int left) throws WireException {
    if (left < length) {
      throw badLength("the last peer ends behind the message");
    }
  }

  private static WireException badLength(String message) {
    return new WireException(Reason.BAD_LENGTH, message);
  }
}
