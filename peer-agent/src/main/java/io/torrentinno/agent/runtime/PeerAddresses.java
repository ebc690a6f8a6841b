package io.torrentinno.agent.runtime;

import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.protocol.model.HostAndPort;
import io.torrentinno.protocol.model.PeerAddress;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of peers that an operator names. */
final class PeerAddresses {
  /** A name of a service may have many addresses; so many of them are called. */
  private static final int MOST = 16;

  private final int ownPort;

  /** {@code ownPort} is the port on which this agent listens for peers. */
  PeerAddresses(int ownPort) {
    this.ownPort = ownPort;
  }

  /**
   * The addresses of a peer, {@value #MOST} at most, without those of this agent. Looks the name
   * up, so it may block.
   *
   * @throws ResourceException {@link Reason#BAD_PEER_ADDRESS} when there is none
   */
  List<PeerAddress> of(HostAndPort peer) {
    List<InetAddress> machines =
        lookUp(peer.host()).stream()
            .filter(ip -> !ip.isAnyLocalAddress() && !ip.isMulticastAddress())
            .toList();
    if (machines.isEmpty()) {
      throw new ResourceException(
          Reason.BAD_PEER_ADDRESS, "no single machine has this address: " + peer);
    }
    List<PeerAddress> others =
        machines.stream()
            .filter(ip -> peer.port() != ownPort || !isHere(ip))
            .map(ip -> new PeerAddress(ip, peer.port()))
            .limit(MOST)
            .toList();
    if (others.isEmpty()) {
      throw new ResourceException(Reason.BAD_PEER_ADDRESS, "this is the agent itself: " + peer);
    }
    return others;
  }

  private static List<InetAddress> lookUp(String host) {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      throw new ResourceException(
          Reason.BAD_PEER_ADDRESS, "no address is known for this name: " + host, e);
    }
  }

  private static boolean isHere(InetAddress ip) {
    try {
      return ip.isLoopbackAddress() || NetworkInterface.getByInetAddress(ip) != null;
    } catch (SocketException e) {
      return false; // The handshake will tell.
    }
  }
}
