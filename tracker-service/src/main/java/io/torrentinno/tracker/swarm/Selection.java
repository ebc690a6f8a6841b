package io.torrentinno.tracker.swarm;

import java.util.List;

/**
 * What an announce brings back from its swarm.
 *
 * @param peers live peers drawn at random, the caller not among them, in no order
 * @param seeders live seeders in the swarm, the caller counted
 * @param leechers live peers that lack pieces, the caller counted
 */
public record Selection(List<SwarmPeer> peers, int seeders, int leechers) {
  public Selection {
    peers = List.copyOf(peers);
  }
}
