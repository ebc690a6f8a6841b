package io.torrentinno.tracker.udp;

/** A request breaks the specification; the message is for the caller. */
final class UdpFault extends Exception {
  private static final long serialVersionUID = 1L;

  UdpFault(String message) {
    // Without a stack trace, because strangers can cause it as often as they like.
    super(message, null, false, false);
  }
}
