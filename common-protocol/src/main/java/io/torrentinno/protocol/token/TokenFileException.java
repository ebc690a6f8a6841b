package io.torrentinno.protocol.token;

import java.io.IOException;

/** A token file breaks a rule. The message names the line and the fault, and has no secret. */
public final class TokenFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /** A fault of the file as a whole. */
  TokenFileException(String fault) {
    super(fault);
  }

  /** A fault of one line, which are counted from 1. */
  TokenFileException(int line, String fault) {
    super("line " + line + ": " + fault);
  }
}
