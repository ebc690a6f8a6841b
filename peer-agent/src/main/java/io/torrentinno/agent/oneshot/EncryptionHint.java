package io.torrentinno.agent.oneshot;

import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.net.tls.TlsFailure;
import io.torrentinno.agent.resource.view.ResourceStatus;
import org.jspecify.annotations.Nullable;

/** A message about the option of encryption that may be missing while no agent answers. */
final class EncryptionHint {
  private EncryptionHint() {}

  /** A sentence for people; null when peers are connected, or nothing points to encryption. */
  static @Nullable String of(PeerTls tls, ResourceStatus now) {
    if (now.peers() > 0) {
      return null;
    }
    boolean refused = tls.failures(TlsFailure.REFUSED_BY_PEER) > 0;
    boolean unanswered = tls.unansweredCalls() > 0;
    if (!tls.isOn()) {
      return unanswered
          ? "the agents may require encryption: add --encryption required, or --tls DIR with a"
              + " certificate of their authority"
          : null;
    }
    if (!tls.isMembersOnly()) {
      return refused || unanswered
          ? "the agents may require a certificate: add --tls DIR with one of their authority"
          : null;
    }
    if (tls.failures(TlsFailure.UNTRUSTED) > 0) {
      return "the agents have certificates of another authority than ca.crt of --tls";
    }
    return refused ? "the agents do not accept the certificate of --tls" : null;
  }
}
