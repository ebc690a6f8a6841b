package io.torrentinno.agent.runtime;

import java.util.List;

/** What can be seen of a swarm, at any moment and from any thread but its own loop. */
interface SwarmView {
  /** A resource without a swarm. */
  SwarmView NONE = new NoSwarm();

  /** Bytes per second, both ways. */
  record Rates(long download, long upload) {
    static final Rates NONE = new Rates(0, 0);
  }

  /** As of the last tick. */
  Rates rates();

  /** Connections, as of the last tick. */
  int connectedPeers();

  /** Peers that somebody has named, as of the last tick. */
  int knownPeers();

  /** Block bytes received, as of the last tick. */
  long downloaded();

  /** Block bytes sent, as of the last tick. */
  long uploaded();

  /** The connected peers. */
  List<PeerStatus> peers();

  /** Who is kept out. */
  List<BanStatus> bans();

  /** How many are kept out, as of the last tick. */
  int bannedPeers();

  /** Nobody is there. */
  record NoSwarm() implements SwarmView {
    @Override
    public Rates rates() {
      return Rates.NONE;
    }

    @Override
    public int connectedPeers() {
      return 0;
    }

    @Override
    public int knownPeers() {
      return 0;
    }

    @Override
    public long downloaded() {
      return 0;
    }

    @Override
    public long uploaded() {
      return 0;
    }

    @Override
    public List<PeerStatus> peers() {
      return List.of();
    }

    @Override
    public List<BanStatus> bans() {
      return List.of();
    }

    @Override
    public int bannedPeers() {
      return 0;
    }
  }
}
