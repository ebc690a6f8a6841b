package io.torrentinno.agent.net;

import io.torrentinno.agent.net.admission.Admission;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.net.tls.TlsFailure;
import io.torrentinno.protocol.model.PeerId;
import java.time.Duration;

/**
 * The rules for all connections of an agent.
 *
 * @param self the agent's id
 * @param admission limits the connections
 * @param tls encrypts them
 * @param handshakeTime the handshakes of TLS and of this protocol together may take so long
 */
public record ConnectionRules(
    PeerId self, Admission admission, PeerTls tls, Duration handshakeTime) {
  /** The rules with the time of {@code specs/wire.md}. */
  public ConnectionRules(PeerId self, Admission admission, PeerTls tls) {
    this(self, admission, tls, Duration.ofSeconds(10));
  }

  /** Whether a connection with this peer must be encrypted, or not be. */
  boolean mustEncrypt(PeerId peer) {
    return tls.isRequired() || (tls.isOn() && peer.takesTls());
  }

  /**
   * Whether a connection may stay in the clear now that the peer's id is known; counts it if not.
   */
  boolean admitsPlain(PeerId peer) {
    boolean admitted = !mustEncrypt(peer);
    if (!admitted) {
      tls.failed(TlsFailure.PLAINTEXT);
    }
    return admitted;
  }
}
