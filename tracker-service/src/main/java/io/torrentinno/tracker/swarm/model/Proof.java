package io.torrentinno.tracker.swarm.model;

import java.net.InetAddress;

/**
 * Shows whose listing a caller may change. Each listing has an <i>owner</i>, 32 bits: the key of
 * the announce that listed it or, where that had no key, a hash of the address that it came from.
 * {@code specs/tracker-log.md} defines the bits.
 *
 * @param source hash of the address that the announce comes from; not negative
 * @param key the announce's key with the highest bit set; 0 for none
 */
public record Proof(int source, int key) {
  private static final int KEY = 1 << 31;

  /** The proof of a caller that sends no key. */
  public static Proof of(InetAddress source) {
    return new Proof(hash(AddressKey.of(source)), 0);
  }

  /** The proof that makes a listing belong to this owner. */
  public static Proof ofOwner(int owner) {
    return owner < 0 ? new Proof(0, owner) : new Proof(owner, 0);
  }

  /** The same source, with a key; 0 stands for none. */
  public Proof withKey(int sent) {
    return new Proof(source, sent == 0 ? 0 : sent | KEY);
  }

  /** The owner of what this announce lists. */
  public int owner() {
    return key == 0 ? source : key;
  }

  /**
   * Whether a listing is the caller's. A listing that was made with a key belongs to the callers
   * with this key alone, because several peers may have one address. A listing without a key
   * belongs to callers at the address that it was made from, or that it names.
   *
   * @param owner of the listing
   * @param address {@link AddressKey} of the listed address
   */
  public boolean proves(int owner, long address) {
    return owner < 0 ? owner == key : owner == source || hash(address) == source;
  }

  /** The upper 31 bits of the finalizer of MurmurHash3. */
  private static int hash(long address) {
    long mixed = (address ^ (address >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return (int) ((mixed ^ (mixed >>> 33)) >>> 33);
  }
}
