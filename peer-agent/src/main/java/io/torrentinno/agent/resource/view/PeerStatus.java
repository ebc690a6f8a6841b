package io.torrentinno.agent.resource.view;

import io.torrentinno.protocol.model.PeerId;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One connected peer of one resource.
 *
 * @param software name and version as the peer gave them; empty for TI/1
 * @param outgoing whether this agent opened the connection
 * @param pieces how many pieces it has
 * @param downloaded bytes of blocks received from it
 * @param uploaded bytes of blocks sent to it
 * @param downloadRate bytes per second, averaged over the last few seconds
 * @param uploadRate bytes per second, likewise
 * @param requests how many requests to it are outstanding
 * @param security how the connection is protected
 */
public record PeerStatus(
    PeerId peerId,
    InetSocketAddress address,
    String software,
    boolean outgoing,
    int pieces,
    long downloaded,
    long uploaded,
    long downloadRate,
    long uploadRate,
    int requests,
    Security security) {
  /**
   * The protection of a connection.
   *
   * @param encrypted whether by TLS
   * @param certificate the name of the peer's certificate, if an authority has signed it
   */
  public record Security(boolean encrypted, @Nullable String certificate) {}
}
