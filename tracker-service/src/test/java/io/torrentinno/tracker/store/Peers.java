package io.torrentinno.tracker.store;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.ListedPeer;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.PeerRequest;
import io.torrentinno.tracker.swarm.model.Proof;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.swarm.model.Zone;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;

/** Peers and swarms by number. */
public final class Peers {
  private Peers() {}

  public static InfoHash swarm(int number) {
    return new InfoHash(new Bytes32(0, 0, 7, number));
  }

  public static SwarmPeer leecher(int number) {
    return peer(number, false);
  }

  public static SwarmPeer seeder(int number) {
    return peer(number, true);
  }

  private static SwarmPeer peer(int number, boolean seeder) {
    String ip = "10.0." + number / 250 + "." + number % 250;
    PeerAddress address = PeerAddress.of(ip, 1 + number % 65535);
    return new SwarmPeer(new PeerId(new Bytes32(number, 0, -1, 0)), address, seeder, Zone.NONE);
  }

  /** The same peer with an IPv6 address. */
  public static SwarmPeer overIpv6(SwarmPeer peer) {
    PeerAddress address = PeerAddress.of("2001:db8::7", peer.address().port());
    return new SwarmPeer(peer.id(), address, peer.seeder(), peer.zone());
  }

  /** The same peer in a zone. */
  public static SwarmPeer in(Zone zone, SwarmPeer peer) {
    return new SwarmPeer(peer.id(), peer.address(), peer.seeder(), zone);
  }

  /** The usual announce of a peer that can use addresses of both families. */
  public static Announce announce(InfoHash swarm, SwarmPeer caller) {
    return new Announce(
        swarm,
        caller,
        Announce.Kind.PRESENT,
        new PeerRequest(OptionalInt.empty(), AddressFamilies.BOTH, true));
  }

  /** The proof of a peer that calls from its own address and sends no key. */
  public static Proof proof(SwarmPeer peer) {
    return Proof.of(peer.address().ip());
  }

  /** The peer as it is in the answers to others. */
  public static ListedPeer listed(SwarmPeer peer) {
    return new ListedPeer(peer.id(), peer.address());
  }

  /** The peers of a list, in its order. */
  public static List<ListedPeer> all(PeerList peers) {
    return StreamSupport.stream(peers.spliterator(), false).toList();
  }
}
