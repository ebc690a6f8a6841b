package io.torrentinno.protocol.manifest.envelope;

/** The limits of an envelope and its parts. */
public final class EnvelopeLimits {
  /** Bytes of a manifest, the info document in it included. */
  public static final int MANIFEST_LENGTH = 256 * 1024 * 1024;

  /** Bytes of an envelope, the info document in it not included. */
  public static final int ENVELOPE_LENGTH = 1024 * 1024;

  /** Bytes of the info document, in UTF-8 and without the escapes of its string. */
  public static final int INFO_LENGTH = 128 * 1024 * 1024 - 1;

  /** The most trackers, sources, copy hints and signatures, for each of these lists. */
  public static final int LIST = 16;

  /** Bytes of a tracker, a URL and a signature. */
  public static final int TEXT = 8192;

  /** Bytes of a comment. */
  public static final int COMMENT = 64 * 1024;

  private EnvelopeLimits() {}
}
