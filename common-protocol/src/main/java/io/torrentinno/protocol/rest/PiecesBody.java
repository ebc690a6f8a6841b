package io.torrentinno.protocol.rest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/** The pieces of a resource. */
public sealed interface PiecesBody {
  /** The number of pieces. */
  int total();

  /** The number of verified pieces. */
  int completed();

  /**
   * The compact form.
   *
   * @param bitfield the verified pieces: Base64 of the wire form, the high bit first
   * @param started the pieces that are being fetched, in the same form
   */
  record Bits(int total, int completed, String bitfield, String started) implements PiecesBody {}

  /** The readable form, with one state per piece in file order. */
  record Listed(int total, int completed, List<State> states) implements PiecesBody {}

  /** The state of a piece. */
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
