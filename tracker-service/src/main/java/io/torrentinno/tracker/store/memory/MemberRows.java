package io.torrentinno.tracker.store.memory;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.model.AddressKey;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.Proof;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.swarm.model.Zone;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Members of one address family, as rows of 32-bit words and not as objects. Rows are numbered from
 * 0 without gaps. Each row has two parts, in two columns: the <i>identity</i> (id, links to the
 * members that expire just before and after, time of expiry, owner: 12 words) and the
 * <i>endpoint</i> (port and zone, address: 2 words for IPv4, 5 for IPv6). An announce reads about
 * fifty endpoints and few identities. The columns are separate, so that the endpoints lie close
 * together in memory.
 */
final class MemberRows {
  static final int NONE = -1;

  private static final int OLDER = 8;
  private static final int NEWER = 9;
  private static final int EXPIRY = 10;
  private static final int OWNER = 11;
  private static final int IDENTITY_WORDS = 12;

  private static final int PORT_AND_ZONE = 0;
  private static final int ADDRESS = 1;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private final int addressWords;
  private final Column identities;
  private final Column endpoints;
  private int count;

  MemberRows(boolean ipv4) {
    addressWords = ipv4 ? 1 : 4;
    identities = new Column(IDENTITY_WORDS);
    endpoints = new Column(ADDRESS + addressWords);
  }

  private MemberRows(MemberRows other) {
    addressWords = other.addressWords;
    identities = other.identities.copy();
    endpoints = other.endpoints.copy();
    count = other.count;
  }

  int count() {
    return count;
  }

  boolean isIpv4() {
    return addressWords == 1;
  }

  /** Adds a row with a copy of row {@code from}. Returns its number, which is the highest. */
  int appendCopy(int from) {
    int row = append();
    identities.move(from, row);
    endpoints.move(from, row);
    return row;
  }

  /** Adds a row with undefined content. Returns its number, which is the highest. */
  int append() {
    identities.makeRoom(count);
    endpoints.makeRoom(count);
    return count++;
  }

  void setId(int row, Bytes32 id) {
    int[] words = identities.page(row);
    int at = identities.at(row);
    putLong(words, at, id.w0());
    putLong(words, at + 2, id.w1());
    putLong(words, at + 4, id.w2());
    putLong(words, at + 6, id.w3());
  }

  /** Moves the row with the highest number to {@code row}, and frees memory from time to time. */
  void replaceByLast(int row) {
    count--;
    identities.move(count, row);
    endpoints.move(count, row);
    identities.freeRoom(count);
    endpoints.freeRoom(count);
  }

  boolean hasId(int row, Bytes32 id) {
    int[] words = identities.page(row);
    int at = identities.at(row);
    return getLong(words, at + 6) == id.w3()
        && getLong(words, at + 4) == id.w2()
        && getLong(words, at + 2) == id.w1()
        && getLong(words, at) == id.w0();
  }

  Bytes32 id(int row) {
    int[] words = identities.page(row);
    int at = identities.at(row);
    return new Bytes32(
        getLong(words, at), getLong(words, at + 2), getLong(words, at + 4), getLong(words, at + 6));
  }

  /** Sets everything except the id and the links. The address is of this family. */
  void set(int row, SwarmPeer peer, int expiry, int owner) {
    int[] words = endpoints.page(row);
    int at = endpoints.at(row);
    ByteBuffer ip = ByteBuffer.wrap(peer.address().ip().getAddress());
    for (int word = 0; word < addressWords; word++) {
      words[at + ADDRESS + word] = ip.getInt();
    }
    words[at + PORT_AND_ZONE] = portAndZone(peer);
    int[] identity = identities.page(row);
    int start = identities.at(row);
    identity[start + EXPIRY] = expiry;
    identity[start + OWNER] = owner;
  }

  /** Whether the member has the address, port and zone of {@code peer}, of the same family. */
  boolean isSame(int row, SwarmPeer peer) {
    return zone(row) == peer.zone().tag() && isAt(row, peer.address());
  }

  /** Whether the member has this address, of the same family, and port. */
  boolean isAt(int row, PeerAddress address) {
    int[] words = endpoints.page(row);
    int at = endpoints.at(row);
    ByteBuffer ip = ByteBuffer.wrap(address.ip().getAddress());
    boolean same = words[at + PORT_AND_ZONE] >>> 16 == address.port();
    for (int word = 0; word < addressWords; word++) {
      same &= words[at + ADDRESS + word] == ip.getInt();
    }
    return same;
  }

  private static int portAndZone(SwarmPeer peer) {
    return (peer.address().port() << 16) | peer.zone().tag();
  }

  /** {@link AddressKey} of the member's address. */
  long addressKey(int row) {
    int[] words = endpoints.page(row);
    int at = endpoints.at(row) + ADDRESS;
    return isIpv4() ? words[at] : getLong(words, at);
  }

  SwarmPeer peer(int row, boolean seeder) {
    byte[] endpoint = new byte[PeerList.IPV6_BYTES];
    writeEndpoints(row, 1, endpoint, 0);
    byte[] ip = Arrays.copyOf(endpoint, addressWords * Integer.BYTES);
    int port = endpoints.page(row)[endpoints.at(row) + PORT_AND_ZONE] >>> 16;
    try {
      PeerAddress address = new PeerAddress(InetAddress.getByAddress(ip), port);
      return new SwarmPeer(new PeerId(id(row)), address, seeder, new Zone(zone(row)));
    } catch (UnknownHostException e) {
      throw new AssertionError("four or sixteen bytes are an address", e);
    }
  }

  /**
   * Writes the addresses and ports of {@code n} rows in the form of {@link PeerList}.
   *
   * @return the offset after the last byte
   */
  int writeEndpoints(int row, int n, byte[] to, int offset) {
    int end = offset;
    for (int at = row, left = n; left > 0; ) {
      int together = Math.min(left, Column.rowsUntilPageEnd(at));
      end = writePage(at, together, to, end);
      at += together;
      left -= together;
    }
    return end;
  }

  /** The same for rows that are all in one page. */
  private int writePage(int row, int n, byte[] to, int offset) {
    int[] words = endpoints.page(row);
    int stride = ADDRESS + addressWords;
    int end = offset;
    for (int at = endpoints.at(row), stop = at + n * stride; at < stop; at += stride) {
      for (int word = at + ADDRESS; word < at + stride; word++, end += Integer.BYTES) {
        INTS.set(to, end, words[word]);
      }
      SHORTS.set(to, end, (short) (words[at + PORT_AND_ZONE] >>> 16));
      end += Short.BYTES;
    }
    return end;
  }

  /** Writes the 32 bytes of the id, and returns the offset after them. */
  int writeId(int row, byte[] to, int offset) {
    int[] words = identities.page(row);
    int at = identities.at(row);
    int end = offset;
    for (int word = 0; word < OLDER; word++, end += Integer.BYTES) {
      INTS.set(to, end, words[at + word]);
    }
    return end;
  }

  int zone(int row) {
    return endpoints.page(row)[endpoints.at(row) + PORT_AND_ZONE] & 0xFFFF;
  }

  int expiry(int row) {
    return identities.page(row)[identities.at(row) + EXPIRY];
  }

  void setExpiry(int row, int expiry) {
    identities.page(row)[identities.at(row) + EXPIRY] = expiry;
  }

  /** See {@link Proof}. */
  int owner(int row) {
    return identities.page(row)[identities.at(row) + OWNER];
  }

  /** Whether a caller proves that a member is its own. */
  boolean isOwn(int row, Proof proof) {
    return proof.proves(owner(row), addressKey(row));
  }

  /** The member that expires just before this one, or {@link #NONE}. */
  int older(int row) {
    return identities.page(row)[identities.at(row) + OLDER];
  }

  /** The member that expires just after this one, or {@link #NONE}. */
  int newer(int row) {
    return identities.page(row)[identities.at(row) + NEWER];
  }

  void link(int row, int older, int newer) {
    int[] words = identities.page(row);
    int at = identities.at(row);
    words[at + OLDER] = older;
    words[at + NEWER] = newer;
  }

  /** A copy that does not change when these rows change. */
  MemberRows copy() {
    return new MemberRows(this);
  }

  private static void putLong(int[] words, int at, long value) {
    words[at] = (int) (value >> 32);
    words[at + 1] = (int) value;
  }

  private static long getLong(int[] words, int at) {
    return ((long) words[at] << 32) | (words[at + 1] & 0xFFFF_FFFFL);
  }
}
