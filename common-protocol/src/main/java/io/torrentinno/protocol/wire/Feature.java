package io.torrentinno.protocol.wire;

import java.util.EnumSet;
import java.util.Set;

/**
 * Optional parts of TI/2. A feature is used on a connection only when both Hellos name it. Bits
 * that are not here are reserved and ignored.
 */
public enum Feature {
  /** {@code HaveAll} and {@code HaveNone} in place of a bitfield. */
  FAST(0),
  /** {@code ManifestRequest} is answered, so that the info-hash is enough to fetch a manifest. */
  MANIFEST(1),
  /** {@code PeerExchange}: peers name further peers to each other. */
  PEER_EXCHANGE(2),
  /** {@code HashRequest} is answered: hashes of pieces that a version 2 manifest leaves out. */
  HASHES(3),
  /** {@code SignatureRequest} is answered: signatures of the manifest. */
  SIGNATURES(4),
  /** {@code HintsRequest} is answered: which bytes are in the previous version. */
  COPY_HINTS(5);

  private final long mask;

  Feature(int bit) {
    this.mask = 1L << bit;
  }

  /** Whether {@code features}, as a Hello has them, include this one. */
  public boolean isIn(long features) {
    return (features & mask) != 0;
  }

  /** The form in a Hello: bit n, counted from the least significant, is feature n. */
  public static long toBits(Set<Feature> features) {
    long bits = 0;
    for (Feature feature : features) {
      bits |= feature.mask;
    }
    return bits;
  }

  /** The features that both sides have. */
  public static Set<Feature> common(long ours, long theirs) {
    Set<Feature> common = EnumSet.allOf(Feature.class);
    common.removeIf(feature -> !feature.isIn(ours & theirs));
    return common;
  }
}
