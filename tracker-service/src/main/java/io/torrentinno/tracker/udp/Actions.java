package io.torrentinno.tracker.udp;

/** The action numbers of requests and answers, and other constants of the format. */
final class Actions {
  static final int CONNECT = 0;
  static final int ANNOUNCE = 1;
  static final int SCRAPE = 2;
  static final int ERROR = 3;

  /** {@code TI} and 1: an announce with ids of 32 bytes. */
  static final int ANNOUNCE_32 = 0x5449_0001;

  /** {@code TI} and 2: a scrape with info-hashes of 32 bytes. */
  static final int SCRAPE_32 = 0x5449_0002;

  /** The first field of a connect request, where others have a connection id. */
  static final long PROTOCOL = 0x417_2710_1980L;

  /**
   * {@code TI02}: after a connect request it asks for the two actions above; after the answer it
   * grants them.
   */
  static final int TORRENTINNO = 0x5449_3032;

  /** The bytes that all requests begin with: connection id, action and transaction id. */
  static final int HEADER_BYTES = 16;

  /** The most info-hashes in one scrape. */
  static final int MOST_SCRAPED = 74;

  private Actions() {}
}
