package io.torrentinno.tracker.store.memory;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.PeerList;
import io.torrentinno.tracker.swarm.SwarmPeer;
import io.torrentinno.tracker.swarm.Zone;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Members of one address family as rows of 32-bit words, without an object each, numbered from 0
 * without gaps: 13 words with an IPv4 address, 16 with an IPv6 address. In a row: eight words of
 * id, the links to its neighbours by age, the time of expiry, port and zone, then the address.
 *
 * <p>Up to a page of rows grows in small steps; beyond, pages are added, and no row moves.
 */
final class MemberRows {
  static final int NONE = -1;

  private static final int OLDER = 8;
  private static final int NEWER = 9;
  private static final int EXPIRY = 10;
  private static final int PORT_AND_ZONE = 11;
  private static final int ADDRESS = 12;

  private static final int PAGE_BITS = 10;
  private static final int PAGE = 1 << PAGE_BITS;
  private static final int FEWEST = 2;
  private static final int STEPS = 8; // a page grows by an eighth, so that little of it lies idle

  private final int addressWords;
  private final int stride;
  private int[][] pages;
  private int count;

  MemberRows(boolean ipv4) {
    addressWords = ipv4 ? 1 : 4;
    stride = ADDRESS + addressWords;
    pages = new int[1][0];
  }

  private MemberRows(MemberRows other) {
    addressWords = other.addressWords;
    stride = other.stride;
    count = other.count;
    pages = new int[other.pages.length][];
    Arrays.setAll(pages, page -> other.pages[page].clone());
  }

  int count() {
    return count;
  }

  boolean isIpv4() {
    return addressWords == 1;
  }

  /** Adds a row with the id set and the rest undefined; its number is the highest. */
  int append(Bytes32 id) {
    makeRoom();
    int row = count++;
    int[] page = page(row);
    int at = at(row);
    putLong(page, at, id.w0());
    putLong(page, at + 2, id.w1());
    putLong(page, at + 4, id.w2());
    putLong(page, at + 6, id.w3());
    return row;
  }

  /** Copies the highest row over {@code row} and drops it; the memory of many dropped is freed. */
  void replaceByLast(int row) {
    int last = --count;
    System.arraycopy(page(last), at(last), page(row), at(row), stride);
    freeRoom();
  }

  boolean hasId(int row, Bytes32 id) {
    int[] page = page(row);
    int at = at(row);
    return getLong(page, at + 6) == id.w3()
        && getLong(page, at + 4) == id.w2()
        && getLong(page, at + 2) == id.w1()
        && getLong(page, at) == id.w0();
  }

  Bytes32 id(int row) {
    int[] page = page(row);
    int at = at(row);
    return new Bytes32(
        getLong(page, at), getLong(page, at + 2), getLong(page, at + 4), getLong(page, at + 6));
  }

  /** Sets all but id and links; the address is of this family. */
  void set(int row, SwarmPeer peer, int expiry) {
    int[] page = page(row);
    int at = at(row);
    ByteBuffer ip = ByteBuffer.wrap(peer.address().ip().getAddress());
    for (int word = 0; word < addressWords; word++) {
      page[at + ADDRESS + word] = ip.getInt();
    }
    page[at + PORT_AND_ZONE] = (peer.address().port() << 16) | peer.zone().tag();
    page[at + EXPIRY] = expiry;
  }

  SwarmPeer peer(int row, boolean seeder) {
    ByteBuffer endpoint = ByteBuffer.allocate(PeerList.IPV6_BYTES);
    writeEndpoint(row, endpoint);
    byte[] ip = Arrays.copyOf(endpoint.array(), addressWords * Integer.BYTES);
    int port = page(row)[at(row) + PORT_AND_ZONE] >>> 16;
    try {
      PeerAddress address = new PeerAddress(InetAddress.getByAddress(ip), port);
      return new SwarmPeer(new PeerId(id(row)), address, seeder, new Zone(zone(row)));
    } catch (UnknownHostException e) {
      throw new AssertionError("four or sixteen bytes are an address", e);
    }
  }

  /** Writes address and port, as {@link PeerList} has them. */
  void writeEndpoint(int row, ByteBuffer to) {
    int[] page = page(row);
    int at = at(row);
    for (int word = 0; word < addressWords; word++) {
      to.putInt(page[at + ADDRESS + word]);
    }
    to.putShort((short) (page[at + PORT_AND_ZONE] >>> 16));
  }

  /** Writes the 32 bytes of the id. */
  void writeId(int row, ByteBuffer to) {
    int[] page = page(row);
    int at = at(row);
    for (int word = 0; word < OLDER; word++) {
      to.putInt(page[at + word]);
    }
  }

  int zone(int row) {
    return page(row)[at(row) + PORT_AND_ZONE] & 0xFFFF;
  }

  int expiry(int row) {
    return page(row)[at(row) + EXPIRY];
  }

  int older(int row) {
    return page(row)[at(row) + OLDER];
  }

  int newer(int row) {
    return page(row)[at(row) + NEWER];
  }

  void link(int row, int older, int newer) {
    int[] page = page(row);
    int at = at(row);
    page[at + OLDER] = older;
    page[at + NEWER] = newer;
  }

  /** A copy that later changes do not reach. */
  MemberRows copy() {
    return new MemberRows(this);
  }

  private void makeRoom() {
    int last = count >> PAGE_BITS;
    if (last == pages.length) {
      pages = Arrays.copyOf(pages, last + Math.max(1, last / STEPS));
      Arrays.fill(pages, last, pages.length, new int[0]);
    }
    int rows = count & (PAGE - 1);
    if (rows * stride == pages[last].length) {
      int more = last > 0 ? PAGE : Math.min(PAGE, Math.max(FEWEST, rows + 1 + rows / STEPS));
      pages[last] = Arrays.copyOf(pages[last], more * stride);
    }
  }

  private void freeRoom() {
    int first = pages[0].length / stride;
    if (count == 0) {
      pages = new int[1][0];
    } else if (count < PAGE && first > STEPS && count < first - first / 2) {
      pages = new int[][] {Arrays.copyOf(pages[0], (count + count / STEPS + 1) * stride)};
    } else if ((count & (PAGE - 1)) == 0 && (count >> PAGE_BITS) + 1 < pages.length) {
      // A whole page is idle behind the one that has just become so: that one may stay.
      Arrays.fill(pages, (count >> PAGE_BITS) + 1, pages.length, new int[0]);
    }
  }

  private int[] page(int row) {
    return pages[row >> PAGE_BITS];
  }

  private int at(int row) {
    return (row & (PAGE - 1)) * stride;
  }

  private static void putLong(int[] words, int at, long value) {
    words[at] = (int) (value >> 32);
    words[at + 1] = (int) value;
  }

  private static long getLong(int[] words, int at) {
    return ((long) words[at] << 32) | (words[at + 1] & 0xFFFF_FFFFL);
  }
}
