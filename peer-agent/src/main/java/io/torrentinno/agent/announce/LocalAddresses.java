package io.torrentinno.agent.announce;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Finds the address of this machine that other machines see. */
public final class LocalAddresses {
  private LocalAddresses() {}

  /**
   * The address that this machine uses towards {@code remote}: that of the route, found by
   * connecting a datagram socket, which sends nothing.
   *
   * @param remote resolved; any port
   * @throws IOException when there is no route, or the host name is not resolved
   */
  public static InetAddress towards(InetSocketAddress remote) throws IOException {
    if (remote.isUnresolved()) {
      throw new UnknownHostException(remote.getHostString());
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(remote);
      return socket.getLocalAddress();
    }
  }
}
