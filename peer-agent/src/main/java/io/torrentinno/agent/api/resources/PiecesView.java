package io.torrentinno.agent.api.resources;

import com.fasterxml.jackson.annotation.JsonValue;
import io.torrentinno.agent.resource.view.PieceStatus;
import io.torrentinno.protocol.model.Bitfield;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The pieces of a resource in JSON. */
sealed interface PiecesView {
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
  record Bits(int total, int completed, String bitfield, String started) implements PiecesView {
    static Bits of(PieceStatus pieces) {
      return new Bits(
          pieces.verified().size(),
          pieces.verified().cardinality(),
          base64(pieces.verified()),
          base64(pieces.started()));
    }

    private static String base64(Bitfield bits) {
      return Base64.getEncoder().encodeToString(bits.toBytes());
    }
  }

  /** The readable form, with one state per piece in file order. */
  record Listed(int total, int completed, List<State> states) implements PiecesView {
    static Listed of(PieceStatus pieces) {
      Bitfield verified = pieces.verified();
      return new Listed(
          verified.size(),
          verified.cardinality(),
          IntStream.range(0, verified.size()).mapToObj(piece -> State.of(pieces, piece)).toList());
    }
  }

  /** One piece. */
  enum State {
    MISSING,
    STARTED,
    VERIFIED;

    static State of(PieceStatus pieces, int piece) {
      if (pieces.verified().get(piece)) {
        return VERIFIED;
      }
      return pieces.started().get(piece) ? STARTED : MISSING;
    }

    @JsonValue
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
