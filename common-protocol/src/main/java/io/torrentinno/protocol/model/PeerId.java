package io.torrentinno.protocol.model;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * Identifies a peer. A peer whose id begins with {@code -TI02} speaks TI/2, and one whose id begins
 * with {@code -TI0201-} takes TLS ({@code specs/wire.md}).
 */
public record PeerId(Bytes32 value) implements Comparable<PeerId> {
  private static final byte[] OWN_PREFIX = "-TI0200-".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TLS_PREFIX_BYTES = "-TI0201-".getBytes(StandardCharsets.US_ASCII);
  private static final long TI2_PREFIX = 0x2d_54_49_30_32L; // "-TI02"
  private static final long TLS_PREFIX = 0x2d_54_49_30_32_30_31_2dL; // "-TI0201-"

  /**
   * Reads the text form.
   *
   * @param hex exactly 64 hex digits of either case
   * @throws IllegalArgumentException when it is anything else
   */
  public static PeerId parse(String hex) {
    return new PeerId(Bytes32.parse(hex));
  }

  /** The 32 bytes of {@code bytes} from {@code offset} on. */
  public static PeerId of(byte[] bytes, int offset) {
    return new PeerId(Bytes32.of(bytes, offset));
  }

  /** A new TI/2 id: {@code -TI0200-} and 24 bytes from {@code random}. */
  public static PeerId random(RandomGenerator random) {
    byte[] bytes = new byte[Bytes32.LENGTH];
    random.nextBytes(bytes);
    System.arraycopy(OWN_PREFIX, 0, bytes, 0, OWN_PREFIX.length);
    return of(bytes, 0);
  }

  /** Whether this peer speaks TI/2. */
  public boolean speaksTi2() {
    return value.w0() >>> 24 == TI2_PREFIX;
  }

  /** Whether this peer takes TLS; such a peer speaks TI/2. */
  public boolean takesTls() {
    return value.w0() == TLS_PREFIX;
  }

  /** The id with these 24 last bytes that says that the peer takes TLS. */
  public PeerId takingTls() {
    byte[] bytes = value.toBytes();
    System.arraycopy(TLS_PREFIX_BYTES, 0, bytes, 0, TLS_PREFIX_BYTES.length);
    return of(bytes, 0);
  }

  /**
   * Whether this peer may open the connection: between TI/2 peers either one, else the one with the
   * smaller id.
   */
  public boolean mayConnectTo(PeerId other) {
    return (speaksTi2() && other.speaksTi2()) || compareTo(other) < 0;
  }

  @Override
  public int compareTo(PeerId other) {
    return value.compareTo(other.value);
  }

  /** 64 lower-case hex digits. */
  @Override
  public String toString() {
    return value.toHex();
  }
}
