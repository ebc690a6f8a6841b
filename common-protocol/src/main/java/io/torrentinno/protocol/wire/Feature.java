package io.torrentinno.protocol.wire;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a TI/2 peer may support besides the base of the protocol. A feature is used on a connection
 * only when both Hellos name it. Bits that are not here are reserved and ignored.
 */
public enum Feature {
  /** {@code HaveAll} and {@code HaveNone} in place of a bitfield. */
  FAST(0),
  /** {@code ManifestRequest} is answered: a manifest can be had by its info-hash alone. */
  MANIFEST(1),
  /** {@code PeerExchange}: peers tell each other of further peers. */
  PEER_EXCHANGE(2),
  /** {@code HashRequest} is answered: hashes of pieces that a version 2 manifest leaves out. */
  HASHES(3),
  /** {@code SignatureRequest} is answered: signatures of the manifest. */
  SIGNATURES(4);

  private final long mask;

  Feature(int bit) {
    this.mask = 1L << bit;
  }

  /** Whether {@code features}, as a Hello carries them, name this one. */
  public boolean isIn(long features) {
    return (features & mask) != 0;
  }

  /** The form that a Hello carries: bit n, counted from the least significant, is feature n. */
  public static long toBits(Set<Feature> features) {
    long bits = 0;
    for (Feature feature : features) {
      bits |= feature.mask;
    }
    return bits;
  }

  /** The features that both sides name. */
  public static Set<Feature> common(long ours, long theirs) {
    Set<Feature> common = EnumSet.allOf(Feature.class);
    common.removeIf(feature -> !feature.isIn(ours & theirs));
    return common;
  }
}
