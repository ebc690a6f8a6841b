package io.torrentinno.tracker.store.memory;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.store.memory.MemorySwarmStore.TimedAnnounce;
import io.torrentinno.tracker.swarm.ZoneShare;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.AddressKey;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.Proof;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.swarm.model.Unlisted;
import java.net.Inet4Address;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One swarm. Callers hold its monitor. */
final class MemorySwarm {
  private static final MemberTable NO_MEMBERS =
      new MemberTable(false, true, 0, AddressCounts.UNLIMITED);
  private static final byte[] NO_IDS = new byte[0];

  // A chosen member is one number: its row, and in the bits above that the index of its table.
  private static final int ROW_BITS = 29;
  private static final int ROW_MASK = (1 << ROW_BITS) - 1;

  private final Shared shared;

  /** By {@link #tableIndex}; those with IPv4 addresses first, as in a {@link PeerList}. */
  private final MemberTable[] tables = {NO_MEMBERS, NO_MEMBERS, NO_MEMBERS, NO_MEMBERS};

  private long completed;
  private boolean removed;

  /**
   * The objects that all swarms of a store share.
   *
   * @param salt for the indexes of the tables
   * @param mostMembers the most members of one swarm
   * @param addresses counts the members of all swarms
   */
  record Shared(long salt, int mostMembers, AddressCounts addresses) {}

  MemorySwarm(Shared shared) {
    this.shared = shared;
  }

  private static int tableIndex(boolean ipv4, boolean seeder) {
    return (ipv4 ? 0 : 2) + (seeder ? 1 : 0);
  }

  /** The table to which a peer belongs. */
  private static int tableIndex(SwarmPeer peer) {
    return tableIndex(peer.address().ip() instanceof Inet4Address, peer.seeder());
  }

  /** Removes expired members. A swarm that has no others begins again. */
  void removeExpired(long now) {
    for (MemberTable table : tables) {
      table.removeExpired(now);
    }
    if (completed > 0 && isEmpty()) {
      completed = 0;
    }
  }

  boolean isEmpty() {
    return counts().peers() == 0;
  }

  /** Marks an empty swarm that the store removes. A thread that has found it must not use it. */
  void markRemoved() {
    removed = true;
  }

  boolean isRemoved() {
    return removed;
  }

  /** Adds or renews the caller, unless a cap keeps it off the list, and chooses peers for it. */
  Selection announce(Announce announce, long expiry, int wanted, RandomGenerator random) {
    Position self = find(announce.caller());
    Unlisted reached = obstacle(announce, self);
    if (reached == null) {
      self = list(announce.caller(), self, expiry, proof(announce, self).owner(), random);
      completed += announce.kind() == Announce.Kind.COMPLETED ? 1 : 0;
    }
    return new Selection(choose(announce, self, wanted, random), counts(), reached);
  }

  /** Chooses peers for a caller that is not to be listed. */
  Selection look(Announce announce, int wanted, RandomGenerator random) {
    return new Selection(choose(announce, find(announce.caller()), wanted, random), counts());
  }

  /**
   * Answers an announce that changes nothing: the caller is listed with the same values and was
   * renewed recently, or there is an obstacle. Null for all other announces.
   *
   * @param leastExpiry the least expiry of a member that was renewed recently
   */
  @Nullable Selection answerIfUnchanged(
      Announce announce, long leastExpiry, int wanted, RandomGenerator random) {
    SwarmPeer caller = announce.caller();
    Position self = find(caller);
    Unlisted reached = obstacle(announce, self);
    boolean renewed =
        announce.kind() == Announce.Kind.PRESENT
            && !self.isNone()
            && self.table == tableIndex(caller)
            && rows(self).expiry(self.row) - (int) leastExpiry >= 0
            && rows(self).isSame(self.row, caller)
            && rows(self).owner(self.row) == proof(announce, self).owner();
    if (reached == null && !renewed) {
      return null;
    }
    return new Selection(choose(announce, self, wanted, random), counts(), reached);
  }

  /**
   * The proof with which an announce is applied: its own or, when it renews a listing without
   * proof, one that keeps the owner.
   */
  Proof proof(Announce announce) {
    return proof(announce, find(announce.caller()));
  }

  private Proof proof(Announce announce, Position self) {
    return self.isNone() || rows(self).isOwn(self.row, announce.proof())
        ? announce.proof()
        : Proof.ofOwner(rows(self).owner(self.row));
  }

  /**
   * Adds or renews the caller, whatever the caps and the owner say, unless it is listed by a later
   * announce, and chooses peers for it.
   */
  Selection apply(TimedAnnounce timed, long expiry, int wanted, RandomGenerator random) {
    Announce announce = timed.announce();
    Position self = find(announce.caller());
    if (self.isNone() || rows(self).expiry(self.row) - (int) expiry <= 0) {
      self = list(announce.caller(), self, expiry, announce.proof().owner(), random);
    }
    completed = Math.max(completed, timed.completedBefore());
    completed += announce.kind() == Announce.Kind.COMPLETED ? 1 : 0;
    return new Selection(
        wanted == 0 ? PeerList.EMPTY : choose(announce, self, wanted, random), counts());
  }

  /**
   * Where a member is.
   *
   * @param table a {@link #tableIndex}
   * @param row of that table; {@link MemberRows#NONE} for a peer that is not a member
   */
  private record Position(int table, int row) {
    boolean isNone() {
      return row == MemberRows.NONE;
    }
  }

  private MemberRows rows(Position position) {
    return tables[position.table].rows();
  }

  /** Looks for a peer among the peers with its role, then among those with the other role. */
  private Position find(SwarmPeer peer) {
    int table = tableIndex(peer);
    Position position = new Position(table, tables[table].find(peer.id()));
    int otherRole = table ^ 1;
    return position.isNone()
        ? new Position(otherRole, tables[otherRole].find(peer.id()))
        : position;
  }

  /** Why an announce may not change the list; null when it may. */
  private @Nullable Unlisted obstacle(Announce announce, Position self) {
    boolean isOthers =
        !self.isNone()
            && !rows(self).isAt(self.row, announce.caller().address())
            && !rows(self).isOwn(self.row, announce.proof());
    return isOthers ? Unlisted.PEER_ID : cap(announce.caller(), self);
  }

  /** The cap that keeps a peer off the list; null for none. A member is only kept from moving. */
  private @Nullable Unlisted cap(SwarmPeer caller, Position self) {
    long address = AddressKey.of(caller.address().ip());
    if (self.isNone() && counts().peers() >= shared.mostMembers) {
      return Unlisted.PEERS_PER_SWARM;
    }
    boolean stays = !self.isNone() && rows(self).addressKey(self.row) == address;
    return stays || shared.addresses.hasRoom(address) ? null : Unlisted.PEERS_PER_ADDRESS;
  }

  /** Renews a member, or adds it to its table. Returns its position then. */
  private Position list(
      SwarmPeer caller, Position self, long expiry, int owner, RandomGenerator random) {
    int table = tableIndex(caller);
    if (!self.isNone() && self.table == table) {
      tables[table].renew(self.row, caller, expiry, owner);
      return self;
    }
    if (!self.isNone()) {
      tables[self.table].remove(self.row);
    }
    if (tables[table] == NO_MEMBERS) {
      tables[table] =
          new MemberTable(caller.seeder(), isIpv4Table(table), shared.salt, shared.addresses);
    }
    return new Position(table, tables[table].add(caller, expiry, owner, random));
  }

  /** The owner of the listing of a peer in one address family. */
  Listing listing(PeerId peer, boolean ipv4, Proof proof) {
    for (int role = 0; role < 2; role++) {
      MemberTable table = tables[tableIndex(ipv4, role == 1)];
      int row = table.find(peer);
      if (row != MemberRows.NONE) {
        return table.rows().isOwn(row, proof) ? Listing.OWN : Listing.OTHERS;
      }
    }
    return Listing.NONE;
  }

  /** Removes the caller's own listings of a peer. */
  Selection remove(PeerId peer, Proof proof) {
    Listing ipv4 = remove(peer, true, proof);
    Listing ipv6 = remove(peer, false, proof);
    boolean refused = Listing.isOthers(ipv4, ipv6);
    return new Selection(PeerList.EMPTY, counts(), refused ? Unlisted.PEER_ID : null);
  }

  private Listing remove(PeerId peer, boolean ipv4, Proof proof) {
    Listing listing = listing(peer, ipv4, proof);
    if (listing == Listing.OWN) {
      tables[tableIndex(ipv4, false)].remove(peer);
      tables[tableIndex(ipv4, true)].remove(peer);
    }
    return listing;
  }

  /** Removes a peer where it is listed with an address of these families. */
  Selection remove(PeerId peer, AddressFamilies families) {
    forEach(families, table -> table.remove(peer));
    return new Selection(PeerList.EMPTY, counts());
  }

  /** The same, where the peer expires at {@code expiry} or earlier. */
  Selection removeIfExpiringBy(PeerId peer, AddressFamilies families, long expiry) {
    forEach(
        families,
        table -> {
          int row = table.find(peer);
          if (row != MemberRows.NONE && table.rows().expiry(row) - (int) expiry <= 0) {
            table.remove(row);
          }
        });
    return new Selection(PeerList.EMPTY, counts());
  }

  private void forEach(AddressFamilies families, Consumer<MemberTable> action) {
    for (int i = 0; i < tables.length; i++) {
      if (isIpv4Table(i) ? families.hasIpv4() : families.hasIpv6()) {
        action.accept(tables[i]);
      }
    }
  }

  SwarmCounts counts() {
    int leechers = tables[tableIndex(true, false)].size() + tables[tableIndex(false, false)].size();
    int seeders = tables[tableIndex(true, true)].size() + tables[tableIndex(false, true)].size();
    return new SwarmCounts(seeders, leechers, completed);
  }

  /** A copy of the members, which can be read without a lock. */
  Iterable<SwarmPeer> copy() {
    List<MemberTable.Copy> copies = Arrays.stream(tables).map(MemberTable::copy).toList();
    return () -> copies.stream().flatMap(MemberTable.Copy::peers).iterator();
  }

  private PeerList choose(Announce announce, Position self, int wanted, RandomGenerator random) {
    return peerList(chooseMembers(announce, self, wanted, random), announce.want().ids());
  }

  /**
   * Chooses members at random: numbers all candidates, draws some of the numbers, and finds the
   * member of each number. The caller gets no number.
   *
   * @param self the position of the caller
   * @return for each member its row and, above {@link #ROW_BITS}, the index of its table
   */
  private int[] chooseMembers(
      Announce announce, Position self, int wanted, RandomGenerator random) {
    int[] ends = new int[tables.length]; // for each table: the last number in it, plus 1
    int population = 0;
    int caller = Integer.MAX_VALUE;
    for (int i = 0; i < tables.length; i++) {
      if (isWanted(i, announce)) {
        caller = i == self.table && !self.isNone() ? population + self.row : caller;
        population += tables[i].size();
      }
      ends[i] = population;
    }
    int others = caller == Integer.MAX_VALUE ? population : population - 1;
    int zone = announce.caller().zone().tag();
    int candidates = zone == 0 ? wanted : wanted * ZoneShare.CANDIDATES;
    int[] drawn = Sample.draw(random, others, candidates);
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = member(drawn[i] < caller ? drawn[i] : drawn[i] + 1, ends);
    }
    return zone == 0 ? drawn : neighboursFirst(drawn, zone, wanted, random);
  }

  /** Whether the caller wants members of a table: of a family it can use, and not two seeders. */
  private static boolean isWanted(int table, Announce announce) {
    boolean seeders = (table & 1) != 0;
    boolean ofFamily =
        isIpv4Table(table)
            ? announce.want().families().hasIpv4()
            : announce.want().families().hasIpv6();
    return ofFamily && !(seeders && announce.caller().seeder());
  }

  private static int member(int number, int[] ends) {
    int table = 0;
    while (number >= ends[table]) {
      table++;
    }
    return (table << ROW_BITS) | (table == 0 ? number : number - ends[table - 1]);
  }

  private int[] neighboursFirst(int[] drawn, int zone, int wanted, RandomGenerator random) {
    int[] zones = new int[drawn.length];
    Arrays.setAll(zones, i -> rows(drawn[i]).zone(drawn[i] & ROW_MASK));
    int[] chosen = ZoneShare.choose(zones, zone, wanted, random);
    Arrays.setAll(chosen, i -> drawn[chosen[i]]);
    return chosen;
  }

  private PeerList peerList(int[] drawn, boolean withIds) {
    int inIpv4 = 0;
    for (int member : drawn) {
      inIpv4 += isIpv4(member) ? 1 : 0;
    }
    byte[] ipv4 = new byte[inIpv4 * PeerList.IPV4_BYTES];
    byte[] ipv6 = new byte[(drawn.length - inIpv4) * PeerList.IPV6_BYTES];
    int end4 = 0;
    int end6 = 0;
    for (int i = 0, run; i < drawn.length; i += run) {
      run = consecutive(drawn, i);
      if (isIpv4(drawn[i])) {
        end4 = rows(drawn[i]).writeEndpoints(drawn[i] & ROW_MASK, run, ipv4, end4);
      } else {
        end6 = rows(drawn[i]).writeEndpoints(drawn[i] & ROW_MASK, run, ipv6, end6);
      }
    }
    return new PeerList(withIds ? ids(drawn, inIpv4) : NO_IDS, ipv4, ipv6);
  }

  private byte[] ids(int[] drawn, int inIpv4) {
    byte[] ids = new byte[drawn.length * Bytes32.LENGTH];
    int end4 = 0;
    int end6 = inIpv4 * Bytes32.LENGTH;
    for (int member : drawn) {
      if (isIpv4(member)) {
        end4 = rows(member).writeId(member & ROW_MASK, ids, end4);
      } else {
        end6 = rows(member).writeId(member & ROW_MASK, ids, end6);
      }
    }
    return ids;
  }

  /** How many members from {@code first} on are in consecutive rows of one table. */
  private static int consecutive(int[] drawn, int first) {
    int end = first + 1;
    while (end < drawn.length && drawn[end] == drawn[end - 1] + 1) {
      end++;
    }
    return end - first;
  }

  private static boolean isIpv4(int member) {
    return isIpv4Table(member >>> ROW_BITS);
  }

  private static boolean isIpv4Table(int table) {
    return table < tableIndex(false, false);
  }

  private MemberRows rows(int member) {
    return tables[member >>> ROW_BITS].rows();
  }
}
