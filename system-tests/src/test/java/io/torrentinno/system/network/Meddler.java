package io.torrentinno.system.network;

/** Changes bytes on their way from one peer to another. One for each direction of a connection. */
interface Meddler {
  /** Sees, and may change, the next {@code length} bytes of the stream. */
  void meddle(byte[] buffer, int length);
}
