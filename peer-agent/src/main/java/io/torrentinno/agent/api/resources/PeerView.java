package io.torrentinno.agent.api.resources;

import io.torrentinno.agent.resource.view.PeerStatus;
import java.net.InetSocketAddress;

/**
 * A connected peer in JSON.
 *
 * @param address {@code 192.0.2.1:6881} or {@code [2001:db8::1]:6881}
 * @param protocol {@code TI/1} or {@code TI/2}
 * @param software empty for TI/1
 * @param direction {@code outgoing} when this agent connected, else {@code incoming}
 * @param pieces how many pieces it has
 * @param downloaded bytes received from it; {@code uploaded} bytes sent to it
 * @param downloadRate bytes per second, as is {@code uploadRate}
 * @param requests how many requests to it are outstanding
 */
record PeerView(
    String peerId,
    String address,
    String protocol,
    String software,
    String direction,
    int pieces,
    long downloaded,
    long uploaded,
    long downloadRate,
    long uploadRate,
    int requests) {
  static PeerView of(PeerStatus peer) {
    return new PeerView(
        peer.peerId().toString(),
        text(peer.address()),
        peer.peerId().speaksTi2() ? "TI/2" : "TI/1",
        peer.software(),
        peer.outgoing() ? "outgoing" : "incoming",
        peer.pieces(),
        peer.downloaded(),
        peer.uploaded(),
        peer.downloadRate(),
        peer.uploadRate(),
        peer.requests());
  }

  private static String text(InetSocketAddress address) {
    String host =
        address.isUnresolved() ? address.getHostString() : address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }
}
