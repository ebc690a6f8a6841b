package io.torrentinno.protocol.wire;

import io.torrentinno.protocol.model.Bytes;

/** Messages that exchange copy hints ({@code specs/copy-hints.md}), feature {@code COPY_HINTS}. */
public sealed interface HintMessage extends PeerMessage {
  /** The longest part of a document, in bytes: 64 KiB. */
  int MAX_PART = 64 * 1024;

  /** The longest document, in bytes: 16 MiB. */
  int MAX_TOTAL = 16 * 1024 * 1024;

  /**
   * Asks for a part of the resource's copy hints; answered by one {@link HintsPart}.
   *
   * @param begin where in the document the part begins, in bytes
   * @param length how many bytes at most, 1 to {@link #MAX_PART}
   */
  record HintsRequest(int begin, int length) implements HintMessage {
    public HintsRequest {
      if (begin < 0 || begin >= MAX_TOTAL || length < 1 || length > MAX_PART) {
        throw new IllegalArgumentException("not a range: " + begin + " + " + length);
      }
    }
  }

  /**
   * A part of the resource's copy hints.
   *
   * @param total bytes of the whole document, 0 when the sender has none
   * @param begin where the part begins in it, as in the request
   * @param bytes up to the end of the request or of the document, whichever comes first; empty when
   *     {@code begin} is beyond the end
   */
  record HintsPart(int total, int begin, Bytes bytes) implements HintMessage {
    public HintsPart {
      int length = bytes.length();
      if (total < 0 || total > MAX_TOTAL || begin < 0 || length > MAX_PART) {
        throw new IllegalArgumentException("not a part of hints of " + total + " bytes");
      }
      if (length > 0 && begin > total - length) {
        throw new IllegalArgumentException(
            "hints of " + total + " bytes have no part " + begin + " + " + length);
      }
    }
  }
}
