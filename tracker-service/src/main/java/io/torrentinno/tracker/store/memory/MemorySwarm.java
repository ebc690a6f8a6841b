package io.torrentinno.tracker.store.memory;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.ZoneShare;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.Cap;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import java.net.Inet4Address;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One swarm. Every use is under its own monitor. */
final class MemorySwarm {
  private static final MemberTable NOBODY =
      new MemberTable(false, true, 0, AddressCounts.UNLIMITED);
  private static final byte[] NO_IDS = new byte[0];
  private static final int ROW_BITS = 29;
  private static final int ROWS = (1 << ROW_BITS) - 1;

  private final Frame frame;

  /** By {@link #kind}; those with IPv4 addresses first, as in a {@link PeerList}. */
  private final MemberTable[] tables = {NOBODY, NOBODY, NOBODY, NOBODY};

  private long completed;
  private boolean gone;

  /**
   * What all swarms of a store have in common.
   *
   * @param salt for their indices
   * @param mostMembers of a swarm
   * @param addresses counts the members of all
   */
  record Frame(long salt, int mostMembers, AddressCounts addresses) {}

  MemorySwarm(Frame frame) {
    this.frame = frame;
  }

  private static int kind(boolean ipv4, boolean seeder) {
    return (ipv4 ? 0 : 2) + (seeder ? 1 : 0);
  }

  /** The other role in the same family. */
  private static int otherRole(int kind) {
    return kind ^ 1;
  }

  void dropExpired(long now) {
    for (MemberTable table : tables) {
      table.removeExpired(now);
    }
  }

  boolean isEmpty() {
    int members = 0;
    for (MemberTable table : tables) {
      members += table.size();
    }
    return members == 0;
  }

  /** Marks an empty swarm that its store lets go of: whoever still holds it must not use it. */
  void letGo() {
    gone = true;
  }

  boolean isGone() {
    return gone;
  }

  /** Adds a member, unless a cap is reached, or renews it, and draws others for it. */
  Selection announce(Announce announce, long expiry, int wanted, RandomGenerator random) {
    SwarmPeer caller = announce.caller();
    int kind = kind(caller.address().ip() instanceof Inet4Address, caller.seeder());
    Place self = find(caller.id(), kind);
    Cap reached = cap(caller, self);
    if (reached == null) {
      self = list(caller, kind, self, new Listing(expiry, random));
      completed += announce.kind() == Announce.Kind.COMPLETED ? 1 : 0;
    }
    int[] drawn = draw(announce, self, new Lot(wanted, random));
    return new Selection(listed(drawn, announce.want().ids()), counts(), reached);
  }

  /** Draws others for a caller that is not to be listed. */
  Selection look(Announce announce, int wanted, RandomGenerator random) {
    SwarmPeer caller = announce.caller();
    int kind = kind(caller.address().ip() instanceof Inet4Address, caller.seeder());
    int[] drawn = draw(announce, find(caller.id(), kind), new Lot(wanted, random));
    return new Selection(listed(drawn, announce.want().ids()), counts());
  }

  /**
   * Answers a caller that need not be listed: one that is listed just as it says and was renewed
   * lately, or one that a cap keeps off; null for all others.
   *
   * @param fresh the least expiry of one that was renewed lately
   */
  @Nullable Selection answer(Announce announce, long fresh, int wanted, RandomGenerator random) {
    SwarmPeer caller = announce.caller();
    int kind = kind(caller.address().ip() instanceof Inet4Address, caller.seeder());
    Place self = find(caller.id(), kind);
    Cap reached = cap(caller, self);
    boolean renewed =
        announce.kind() == Announce.Kind.PRESENT
            && !self.isNone()
            && self.kind == kind
            && tables[kind].rows().expiry(self.row) - (int) fresh >= 0
            && tables[kind].rows().isAt(self.row, caller);
    if (reached == null && !renewed) {
      return null;
    }
    int[] drawn = draw(announce, self, new Lot(wanted, random));
    return new Selection(listed(drawn, announce.want().ids()), counts(), reached);
  }

  /**
   * Adds or renews a member whatever the caps say, unless more recent news of it is known, and
   * draws others for it.
   */
  Selection apply(MemorySwarmStore.Heard heard, long expiry, int wanted, RandomGenerator random) {
    Announce announce = heard.announce();
    SwarmPeer caller = announce.caller();
    int kind = kind(caller.address().ip() instanceof Inet4Address, caller.seeder());
    Place self = find(caller.id(), kind);
    if (self.isNone() || tables[self.kind].rows().expiry(self.row) - (int) expiry <= 0) {
      self = list(caller, kind, self, new Listing(expiry, random));
    }
    completed = Math.max(completed, heard.completedBefore());
    completed += announce.kind() == Announce.Kind.COMPLETED ? 1 : 0;
    if (wanted == 0) {
      return new Selection(PeerList.EMPTY, counts());
    }
    int[] drawn = draw(announce, self, new Lot(wanted, random));
    return new Selection(listed(drawn, announce.want().ids()), counts());
  }

  /** Where a member is: in a row of the table of its kind; {@link MemberRows#NONE} for nowhere. */
  private record Place(int kind, int row) {
    boolean isNone() {
      return row == MemberRows.NONE;
    }
  }

  private record Listing(long expiry, RandomGenerator random) {}

  private record Lot(int wanted, RandomGenerator random) {}

  /** Looks for a peer in its role, then in the other. */
  private Place find(PeerId peer, int kind) {
    Place place = new Place(kind, tables[kind].find(peer));
    int other = otherRole(kind);
    return place.isNone() ? new Place(other, tables[other].find(peer)) : place;
  }

  /** What keeps a peer from being listed; of a member, its address alone, which may be another. */
  private @Nullable Cap cap(SwarmPeer caller, Place self) {
    long address = AddressCounts.key(caller.address().ip());
    if (self.isNone() && counts().peers() >= frame.mostMembers) {
      return Cap.PEERS_PER_SWARM;
    }
    boolean stays = !self.isNone() && tables[self.kind].rows().addressKey(self.row) == address;
    return stays || frame.addresses.hasRoom(address) ? null : Cap.PEERS_PER_ADDRESS;
  }

  /** Renews the member where it is, or adds it to the table of its kind; gives its place then. */
  private Place list(SwarmPeer caller, int kind, Place self, Listing listing) {
    if (!self.isNone() && self.kind == kind) {
      tables[kind].renew(self.row, caller, listing.expiry);
      return self;
    }
    if (!self.isNone()) {
      tables[self.kind].remove(self.row);
    }
    if (tables[kind] == NOBODY) {
      boolean ipv4 = kind < kind(false, false);
      tables[kind] = new MemberTable(caller.seeder(), ipv4, frame.salt, frame.addresses);
    }
    return new Place(kind, tables[kind].add(caller, listing.expiry, listing.random));
  }

  SwarmCounts remove(PeerId peer) {
    for (MemberTable table : tables) {
      table.remove(peer);
    }
    return counts();
  }

  /** Removes a peer where it expires by then. */
  SwarmCounts removeUpTo(PeerId peer, long expiry) {
    for (MemberTable table : tables) {
      int row = table.find(peer);
      if (row != MemberRows.NONE && table.rows().expiry(row) - (int) expiry <= 0) {
        table.remove(row);
      }
    }
    return counts();
  }

  SwarmCounts counts() {
    int leechers = tables[kind(true, false)].size() + tables[kind(false, false)].size();
    int seeders = tables[kind(true, true)].size() + tables[kind(false, true)].size();
    return new SwarmCounts(seeders, leechers, completed);
  }

  /** The members as they are now, for reading outside of any lock. */
  Iterable<SwarmPeer> copy() {
    List<MemberTable.Copy> copies = Arrays.stream(tables).map(MemberTable::copy).toList();
    return () -> copies.stream().flatMap(MemberTable.Copy::peers).iterator();
  }

  /**
   * Draws members, each as its table's kind above its row.
   *
   * @param self where the caller is, which is not drawn
   */
  private int[] draw(Announce announce, Place self, Lot lot) {
    int[] ends =
        new int[tables.length]; // where each table ends when all drawable are counted through
    int population = 0;
    int caller = Integer.MAX_VALUE;
    for (int i = 0; i < tables.length; i++) {
      if (isDrawable(i, announce)) {
        caller = i == self.kind && !self.isNone() ? population + self.row : caller;
        population += tables[i].size();
      }
      ends[i] = population;
    }
    int others = caller == Integer.MAX_VALUE ? population : population - 1;
    int zone = announce.caller().zone().tag();
    int candidates = zone == 0 ? lot.wanted : lot.wanted * ZoneShare.CANDIDATES;
    int[] drawn = Sample.draw(lot.random, others, candidates);
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = located(drawn[i] < caller ? drawn[i] : drawn[i] + 1, ends);
    }
    return zone == 0 ? drawn : neighboursFirst(drawn, zone, lot);
  }

  private static boolean isDrawable(int kind, Announce announce) {
    boolean seeders = (kind & 1) != 0;
    boolean ofFamily =
        kind < kind(false, false)
            ? announce.want().families().hasIpv4()
            : announce.want().families().hasIpv6();
    return ofFamily && !(seeders && announce.caller().seeder());
  }

  private static int located(int number, int[] ends) {
    int kind = 0;
    while (number >= ends[kind]) {
      kind++;
    }
    return (kind << ROW_BITS) | (kind == 0 ? number : number - ends[kind - 1]);
  }

  private int[] neighboursFirst(int[] drawn, int zone, Lot lot) {
    int[] zones = new int[drawn.length];
    Arrays.setAll(zones, i -> rows(drawn[i]).zone(drawn[i] & ROWS));
    int[] chosen = ZoneShare.choose(zones, zone, lot.wanted, lot.random);
    Arrays.setAll(chosen, i -> drawn[chosen[i]]);
    return chosen;
  }

  private PeerList listed(int[] drawn, boolean withIds) {
    int inIpv4 = 0;
    for (int member : drawn) {
      inIpv4 += isIpv4(member) ? 1 : 0;
    }
    byte[] ipv4 = new byte[inIpv4 * PeerList.IPV4_BYTES];
    byte[] ipv6 = new byte[(drawn.length - inIpv4) * PeerList.IPV6_BYTES];
    int end4 = 0;
    int end6 = 0;
    for (int i = 0, run; i < drawn.length; i += run) {
      run = neighbours(drawn, i);
      if (isIpv4(drawn[i])) {
        end4 = rows(drawn[i]).writeEndpoints(drawn[i] & ROWS, run, ipv4, end4);
      } else {
        end6 = rows(drawn[i]).writeEndpoints(drawn[i] & ROWS, run, ipv6, end6);
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
        end4 = rows(member).writeId(member & ROWS, ids, end4);
      } else {
        end6 = rows(member).writeId(member & ROWS, ids, end6);
      }
    }
    return ids;
  }

  /** How many from {@code first} on are in one row after the other. */
  private static int neighbours(int[] drawn, int first) {
    int end = first + 1;
    while (end < drawn.length && drawn[end] == drawn[end - 1] + 1) {
      end++;
    }
    return end - first;
  }

  private static boolean isIpv4(int member) {
    return member >>> ROW_BITS < kind(false, false);
  }

  private MemberRows rows(int member) {
    return tables[member >>> ROW_BITS].rows();
  }
}
