package io.torrentinno.tracker.udp;

/** The numbers that open requests and answers, and what they are said in. */
final class Actions {
  static final int CONNECT = 0;
  static final int ANNOUNCE = 1;
  static final int SCRAPE = 2;
  static final int ERROR = 3;

  /** {@code TI} and 1: an announce with ids of 32 bytes. */
  static final int ANNOUNCE_32 = 0x5449_0001;

  /** {@code TI} and 2: a scrape with info-hashes of 32 bytes. */
  static final int SCRAPE_32 = 0x5449_0002;

  /** What a connect begins with, in place of a connection id. */
  static final long PROTOCOL = 0x417_2710_1980L;

  /** {@code TI02}: behind a connect it asks for, behind its answer it grants the two above. */
  static final int TORRENTINNO = 0x5449_3032;

  /** The bytes of a request that all have: connection id, action and transaction id. */
  static final int HEADER_BYTES = 16;

  /** The most info-hashes in one scrape. */
  static final int MOST_SCRAPED = 74;

  private Actions() {}
}
