package io.torrentinno.protocol.rest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/** The pieces of a resource. */
public sealed interface PiecesBody {
  /** How many pieces there are. */
  int total();

  /** How many of them are verified. */
  int completed();

  /**
   * The compact form.
   *
   * @param bitfield the verified pieces: Base64 of the wire form, the high bit first
   * @param started those being fetched, in the same form
   */
  record Bits(int total, int completed, String bitfield, String started) implements PiecesBody {}

  /** The readable form, with one state per piece in file order. */
  record Listed(int total, int completed, List<State> states) implements PiecesBody {}

  /** One piece. */
  enum State {
    MISSING,
    STARTED,
    VERIFIED;

    @JsonValue
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
