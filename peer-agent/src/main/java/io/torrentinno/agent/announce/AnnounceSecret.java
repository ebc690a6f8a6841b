package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceKey;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.TrackerAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Makes the keys of an agent's announces. Each tracker gets a key of its own, so that the operator
 * of one tracker cannot use it at another.
 */
public final class AnnounceSecret {
  private final byte[] secret;

  /** Makes the same keys for the same secret, so that an agent has its keys after a restart. */
  public AnnounceSecret(Bytes32 secret) {
    this.secret = secret.toBytes();
  }

  /** The key for a tracker, whether it speaks TLS or not. */
  AnnounceKey keyFor(TrackerAddress tracker) {
    MessageDigest sha256 = sha256();
    sha256.update(secret);
    sha256.update((tracker.host() + " " + tracker.port()).getBytes(StandardCharsets.UTF_8));
    return new AnnounceKey(ByteBuffer.wrap(sha256.digest()).getInt());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
