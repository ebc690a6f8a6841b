package io.torrentinno.system.ti1;

/** Somebody did what the deployed client can't bear; it closes, or never understands again. */
final class Ti1Offence extends Exception {
  private static final long serialVersionUID = 1L;

  Ti1Offence(String what) {
    super(what);
  }
}
