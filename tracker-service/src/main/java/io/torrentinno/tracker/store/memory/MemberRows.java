package io.torrentinno.tracker.store.memory;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.model.PeerList;
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
 * Members of one address family as rows of 32-bit words, without an object each, numbered from 0
 * without gaps. Who a member is (id, links to its neighbours by age, time of expiry: 11 words) and
 * where (port and zone, then the address: 2 or 5 words) are columns of their own, for an announce
 * looks at fifty members' addresses and at few identities: what it reads lies close together.
 */
final class MemberRows {
  static final int NONE = -1;

  private static final int OLDER = 8;
  private static final int NEWER = 9;
  private static final int EXPIRY = 10;
  private static final int IDENTITY_WORDS = 11;

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

  /** Adds a row and puts a copy of row {@code from} there; its number is the highest. */
  int appendCopy(int from) {
    int row = append();
    identities.move(from, row);
    endpoints.move(from, row);
    return row;
  }

  /** Adds a row that is undefined; its number is the highest. */
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

  /** Copies the highest row over {@code row} and drops it; the memory of many dropped is freed. */
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

  /** Sets all but id and links; the address is of this family. */
  void set(int row, SwarmPeer peer, int expiry) {
    int[] words = endpoints.page(row);
    int at = endpoints.at(row);
    ByteBuffer ip = ByteBuffer.wrap(peer.address().ip().getAddress());
    for (int word = 0; word < addressWords; word++) {
      words[at + ADDRESS + word] = ip.getInt();
    }
    words[at + PORT_AND_ZONE] = portAndZone(peer);
    identities.page(row)[identities.at(row) + EXPIRY] = expiry;
  }

  /** Whether the member is where a peer says that it is; the address is of this family. */
  boolean isAt(int row, SwarmPeer peer) {
    int[] words = endpoints.page(row);
    int at = endpoints.at(row);
    ByteBuffer ip = ByteBuffer.wrap(peer.address().ip().getAddress());
    boolean same = words[at + PORT_AND_ZONE] == portAndZone(peer);
    for (int word = 0; word < addressWords; word++) {
      same &= words[at + ADDRESS + word] == ip.getInt();
    }
    return same;
  }

  private static int portAndZone(SwarmPeer peer) {
    return (peer.address().port() << 16) | peer.zone().tag();
  }

  /** What {@link AddressCounts#key} gives for the member's address. */
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

  /** Writes addresses and ports of {@code n} rows, as {@link PeerList} has them; gives the end. */
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

  /** The same for rows of one page. */
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

  /** Writes the 32 bytes of the id, and gives where they end. */
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

  int older(int row) {
    return identities.page(row)[identities.at(row) + OLDER];
  }

  int newer(int row) {
    return identities.page(row)[identities.at(row) + NEWER];
  }

  void link(int row, int older, int newer) {
    int[] words = identities.page(row);
    int at = identities.at(row);
    words[at + OLDER] = older;
    words[at + NEWER] = newer;
  }

  /** A copy that later changes do not reach. */
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
