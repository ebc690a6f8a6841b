package io.torrentinno.tracker.udp;

/** A request is not what the specification says; the message is for the caller. */
final class UdpFault extends Exception {
  private static final long serialVersionUID = 1L;

  UdpFault(String message) {
    super(message, null, false, false); // Strangers cause it as often as they like.
  }
}
