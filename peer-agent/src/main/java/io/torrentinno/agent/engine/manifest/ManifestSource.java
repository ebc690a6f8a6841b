package io.torrentinno.agent.engine.manifest;

import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.PeerIdentity;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.wire.PeerMessage.ManifestPart;
import io.torrentinno.protocol.wire.PeerMessage.ManifestRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connected peer as a source of the manifest, and the progress of fetching it. */
final class ManifestSource {
  /** The most parts that are under way, from the request until they are on disk. */
  static final int WINDOW = 8;

  private static final int UNKNOWN = -1;

  final ConnectionId connection;
  final PeerIdentity peer;

  /** Whether this agent opened the connection. */
  final boolean outgoing;

  final long connectedAt;

  /** The signatures that it has sent; null before, and empty when it knows none. */
  @Nullable List<Bytes> signatures;

  /** Whether it was asked for them, which its Hello allows. */
  boolean signaturesAsked;

  /** Whether it has asked for ours. */
  boolean hasAsked;

  /** Whether its Hello has the feature for manifests. */
  boolean ready;

  long lastReceived;
  long chosenAt;
  private int total = UNKNOWN;
  private int requested;
  private int received;
  private int unkept;
  private int outstanding;

  ManifestSource(ConnectionId connection, PeerIdentity peer, boolean outgoing, long now) {
    this.connection = connection;
    this.peer = peer;
    this.outgoing = outgoing;
    connectedAt = now;
    lastReceived = now;
  }

  /** The next request; null when enough requests are outstanding, or everything was requested. */
  @Nullable ManifestRequest next() {
    boolean first = total == UNKNOWN && outstanding == 0;
    if (!first && (requested >= total || outstanding + unkept >= WINDOW)) {
      return null;
    }
    ManifestRequest request = new ManifestRequest(requested, ManifestPart.MAX_LENGTH);
    requested += ManifestPart.MAX_LENGTH;
    outstanding++;
    return request;
  }

  /** Whether this is the next expected part. */
  boolean isDue(ManifestPart part) {
    return outstanding > 0 && part.begin() == received;
  }

  /** Takes the expected part; false when it breaks the rules. */
  boolean take(ManifestPart part) {
    if (total == UNKNOWN) {
      total = part.total();
    }
    int expected = Math.min(ManifestPart.MAX_LENGTH, total - received);
    if (part.total() != total || part.bytes().length() != expected) {
      return false;
    }
    outstanding--;
    unkept++;
    received += expected;
    return true;
  }

  void kept() {
    unkept--;
  }

  boolean isComplete() {
    return received == total;
  }

  /** Whether it was asked for signatures and has not answered. */
  boolean owesSignatures() {
    return signaturesAsked && signatures == null;
  }

  /** Whether the session waits for this peer, and not for this agent's disk. */
  boolean owes() {
    return outstanding > 0;
  }
}
