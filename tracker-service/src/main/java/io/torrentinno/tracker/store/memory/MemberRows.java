package io.torrentinno.tracker.store.memory;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.SwarmPeer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Members as rows of eight words in one array, without an object each, numbered from 0 without
 * gaps: four words of id, two of address (IPv4 in its IPv6-mapped form), one of expiry (48 bits,
 * milliseconds since 1970) and port, one of links to the neighbours by age.
 */
final class MemberRows {
  static final int NONE = -1;

  private static final int WORDS = 8;
  private static final int ADDRESS = 4;
  private static final int EXPIRY_AND_PORT = 6;
  private static final int LINKS = 7;
  private static final int FEWEST = 2;
  private static final long MAPPED_IPV4 = 0xFFFFL << 32;

  private long[] words;
  private int count;

  MemberRows() {
    words = new long[0];
  }

  private MemberRows(long[] words, int count) {
    this.words = words;
    this.count = count;
  }

  int count() {
    return count;
  }

  /** Adds a row with the id set and the rest zero; its number is the highest. */
  int append(PeerId id) {
    if (count * WORDS == words.length) {
      resize(Math.max(FEWEST, count + (count >> 1)));
    }
    int at = count * WORDS;
    Bytes32 value = id.value();
    words[at] = value.w0();
    words[at + 1] = value.w1();
    words[at + 2] = value.w2();
    words[at + 3] = value.w3();
    return count++;
  }

  /** Copies the highest row over {@code row} and drops it; the memory of many dropped is freed. */
  void replaceByLast(int row) {
    count--;
    System.arraycopy(words, count * WORDS, words, row * WORDS, WORDS);
    if (words.length > 8 * WORDS && count * WORDS < words.length / 4) {
      resize(words.length / WORDS / 2);
    }
  }

  boolean hasId(int row, PeerId id) {
    int at = row * WORDS;
    Bytes32 value = id.value();
    return words[at + 3] == value.w3()
        && words[at + 2] == value.w2()
        && words[at + 1] == value.w1()
        && words[at] == value.w0();
  }

  PeerId id(int row) {
    int at = row * WORDS;
    return new PeerId(new Bytes32(words[at], words[at + 1], words[at + 2], words[at + 3]));
  }

  void set(int row, PeerAddress address, long expiry) {
    byte[] ip = address.ip().getAddress();
    int at = row * WORDS;
    if (ip.length == 4) {
      words[at + ADDRESS] = 0;
      words[at + ADDRESS + 1] = MAPPED_IPV4 | (ByteBuffer.wrap(ip).getInt() & 0xFFFF_FFFFL);
    } else {
      ByteBuffer bytes = ByteBuffer.wrap(ip);
      words[at + ADDRESS] = bytes.getLong();
      words[at + ADDRESS + 1] = bytes.getLong();
    }
    words[at + EXPIRY_AND_PORT] = (expiry << 16) | address.port();
  }

  SwarmPeer peer(int row, boolean seeder) {
    int at = row * WORDS;
    byte[] ip =
        ByteBuffer.allocate(16)
            .putLong(words[at + ADDRESS])
            .putLong(words[at + ADDRESS + 1])
            .array();
    int port = (int) words[at + EXPIRY_AND_PORT] & 0xFFFF;
    try {
      // For the mapped form this gives an IPv4 address.
      return new SwarmPeer(id(row), new PeerAddress(InetAddress.getByAddress(ip), port), seeder);
    } catch (UnknownHostException e) {
      throw new AssertionError("sixteen bytes are an address", e);
    }
  }

  long expiry(int row) {
    return words[row * WORDS + EXPIRY_AND_PORT] >>> 16;
  }

  int older(int row) {
    return (int) (words[row * WORDS + LINKS] >> 32);
  }

  int newer(int row) {
    return (int) words[row * WORDS + LINKS];
  }

  void link(int row, int older, int newer) {
    words[row * WORDS + LINKS] = ((long) older << 32) | (newer & 0xFFFF_FFFFL);
  }

  /** A copy that later changes do not reach. */
  MemberRows copy() {
    return new MemberRows(Arrays.copyOf(words, count * WORDS), count);
  }

  private void resize(int rows) {
    words = Arrays.copyOf(words, Math.max(rows, count + 1) * WORDS);
  }
}
