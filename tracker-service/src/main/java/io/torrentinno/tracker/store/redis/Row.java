package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.PeerList;
import io.torrentinno.tracker.swarm.SwarmPeer;
import io.torrentinno.tracker.swarm.Zone;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * A member as {@code swarm.lua} keeps it: its expiry in seconds (4 bytes), a hash of its id (4),
 * its id (32), its address and port as BEP 23 and BEP 7 write them (6 or 18), its zone's tag (2);
 * numbers big-endian. Which of a swarm's four tables it is in says the rest.
 */
final class Row {
  /** How many tables a swarm has. */
  static final int TABLES = 4;

  static final int ID = 8;
  private static final int HASH = 4;
  static final int ENDPOINT = ID + Bytes32.LENGTH;

  private static final int TABLE_SHIFT = 24;
  private static final int ZONE_BYTES = 2;
  private static final int TABLES_OF_IPV4 = 2;
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  private Row() {}

  /** IPv4 leechers and seeders are in tables 0 and 1, those with IPv6 addresses in 2 and 3. */
  static int table(SwarmPeer peer) {
    int family = peer.address().ip() instanceof Inet4Address ? 0 : TABLES_OF_IPV4;
    return family + (peer.seeder() ? 1 : 0);
  }

  static boolean isIpv4(int table) {
    return table < TABLES_OF_IPV4;
  }

  static boolean isSeeder(int table) {
    return (table & 1) != 0;
  }

  static int endpointBytes(int table) {
    return isIpv4(table) ? PeerList.IPV4_BYTES : PeerList.IPV6_BYTES;
  }

  /** How long every row of a table is. */
  static int bytes(int table) {
    return ENDPOINT + endpointBytes(table) + ZONE_BYTES;
  }

  /** When the member in a row expires: not in an answer of that second any more. */
  static int expiry(ByteBuffer bucket, int row) {
    return bucket.getInt(row);
  }

  static Bytes32 id(ByteBuffer bucket, int row) {
    return new Bytes32(
        bucket.getLong(row + ID),
        bucket.getLong(row + ID + 8),
        bucket.getLong(row + ID + 16),
        bucket.getLong(row + ID + 24));
  }

  /** Whether a row has that id. */
  static boolean isOf(PeerId peer, ByteBuffer bucket, int row) {
    Bytes32 id = peer.value();
    return bucket.getLong(row + ID + 16) == id.w2()
        && bucket.getLong(row + ID + 8) == id.w1()
        && bucket.getLong(row + ID) == id.w0()
        && bucket.getLong(row + ID + 24) == id.w3();
  }

  /** Some bits of a row's id, the same for the same id. */
  static int hash(ByteBuffer bucket, int row) {
    return bucket.getInt(row + HASH);
  }

  /** Makes a row one that has expired. */
  static void expire(ByteBuffer bucket, int row) {
    bucket.putInt(row, 0);
  }

  /** Whether two rows have the same id. */
  static boolean isSame(ByteBuffer bucket, int row, ByteBuffer other, int otherRow) {
    return bucket
        .slice(row + ID, Bytes32.LENGTH)
        .equals(other.slice(otherRow + ID, Bytes32.LENGTH));
  }

  static int zone(ByteBuffer bucket, int row, int table) {
    return Short.toUnsignedInt(bucket.getShort(row + ENDPOINT + endpointBytes(table)));
  }

  static SwarmPeer peer(ByteBuffer bucket, int row, int table) {
    byte[] ip = new byte[endpointBytes(table) - Short.BYTES];
    bucket.get(row + ENDPOINT, ip);
    int port = Short.toUnsignedInt(bucket.getShort(row + ENDPOINT + ip.length));
    try {
      PeerAddress address = new PeerAddress(InetAddress.getByAddress(ip), port);
      Zone zone = new Zone(zone(bucket, row, table));
      return new SwarmPeer(new PeerId(id(bucket, row)), address, isSeeder(table), zone);
    } catch (UnknownHostException e) {
      throw new AssertionError("four or sixteen bytes are an address", e);
    }
  }

  /** The bucket that a peer is in when its table has so many, its table's number above its own. */
  static int bucket(SwarmPeer peer, int buckets) {
    int level = Integer.highestOneBit(Math.max(1, buckets));
    int number = hash(peer.id().value()) & (2 * level - 1);
    return table(peer) << TABLE_SHIFT | (number < Math.max(1, buckets) ? number : number - level);
  }

  /** Writes what identifies a peer within a family: hash and id. */
  static void writeIdentity(PeerId id, ByteBuffer to) {
    Bytes32 value = id.value();
    to.putInt(hash(value));
    to.putLong(value.w0()).putLong(value.w1()).putLong(value.w2()).putLong(value.w3());
  }

  /** Writes a row, all but its expiry, of which the server's clock decides. */
  static void write(SwarmPeer peer, ByteBuffer to) {
    writeIdentity(peer.id(), to);
    to.put(peer.address().ip().getAddress());
    to.putShort((short) peer.address().port());
    to.putShort((short) peer.zone().tag());
  }

  /** Decides of the bucket. All trackers that share a Redis must agree on it. */
  private static int hash(Bytes32 id) {
    long mixed = 0;
    for (long word : new long[] {id.w0(), id.w1(), id.w2(), id.w3()}) {
      mixed = (mixed ^ word) * MULTIPLIER;
      mixed ^= mixed >>> 32;
    }
    return (int) ((mixed * MULTIPLIER) >>> 32);
  }
}
