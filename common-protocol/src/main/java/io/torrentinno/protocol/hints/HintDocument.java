package io.torrentinno.protocol.hints;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Copy hints that were read. Immutable.
 *
 * @param previous the version that the bytes are in
 * @param runs in the order of their units
 */
public record HintDocument(InfoHash previous, List<HintRun> runs) {
  /** The longest document, in bytes. */
  public static final int MAX_LENGTH = 16 * 1024 * 1024;

  /** The most runs of a document. */
  public static final int MAX_RUNS = 1_000_000;

  /** About what a run takes on the heap, in bytes. */
  public static final int RUN_HEAP = 48;

  /** The bytes before the runs. */
  public static final int HEADER = 8 + Bytes32.LENGTH;

  static final String MAGIC = "TI2HINTS";

  /** Bytes of the longest run. */
  static final int MAX_RUN = 4 * 10;

  private static final int MAX_NUMBER = 9;

  public HintDocument {
    runs = List.copyOf(runs);
  }

  /**
   * The version that the hints are about.
   *
   * @param start at least {@link #HEADER} bytes of a document, or all of it
   * @throws HintsException when that is not the start of a document
   */
  public static InfoHash previous(byte[] start) throws HintsException {
    byte[] magic = MAGIC.getBytes(StandardCharsets.US_ASCII);
    if (start.length < HEADER || !Arrays.equals(start, 0, magic.length, magic, 0, magic.length)) {
      throw new HintsException(
          "the document does not begin with the " + HEADER + " bytes of copy hints");
    }
    return InfoHash.of(start, magic.length);
  }

  /**
   * Reads a document.
   *
   * @param units of the resource; those of all its pieces
   * @throws HintsException when it breaks a rule
   */
  public static HintDocument read(byte[] document, int units) throws HintsException {
    if (document.length > MAX_LENGTH) {
      throw new HintsException(
          "the document has " + document.length + " bytes, more than " + MAX_LENGTH);
    }
    return new Reader(document, previous(document)).read(units);
  }

  /** The place of the last run that begins at a unit or before it; -1 when there is none. */
  public int floor(int unit) {
    int low = 0;
    int high = runs.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (runs.get(middle).first() <= unit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  private static final class Reader {
    private final byte[] bytes;
    private final InfoHash previous;
    private int at = HEADER;

    Reader(byte[] bytes, InfoHash previous) {
      this.bytes = bytes;
      this.previous = previous;
    }

    HintDocument read(int units) throws HintsException {
      List<HintRun> runs = new ArrayList<>();
      int end = 0;
      int entry = -1;
      long place = 0;
      while (at < bytes.length) {
        long skip = number();
        long count = number();
        long source = number();
        long signed = number();
        long first = end + skip;
        if (skip > units || count < 1 || count > units || first > units - count) {
          throw bad(
              runs, count + " units after " + skip + " skipped ones, and the pieces have " + units);
        }
        if (runs.size() == MAX_RUNS) {
          throw new HintsException("the document has more than " + MAX_RUNS + " runs");
        }
        if (source > Integer.MAX_VALUE) {
          throw bad(runs, "the entry " + source + ", more than " + Integer.MAX_VALUE);
        }
        long expected = source == entry ? place + skip * HintRun.UNIT : 0;
        long position = expected + ((signed >>> 1) ^ -(signed & 1));
        if (position < 0 || position > Long.MAX_VALUE - count * HintRun.UNIT) {
          throw bad(runs, "the position " + position + ", which no file can have");
        }
        HintRun run = new HintRun((int) first, (int) count, (int) source, position);
        runs.add(run);
        end = run.end();
        entry = run.entry();
        place = run.positionOf(end);
      }
      return new HintDocument(previous, runs);
    }

    private static HintsException bad(List<HintRun> before, String fault) {
      return new HintsException("runs[" + before.size() + "] has " + fault);
    }

    /** At most 63 bits. */
    private long number() throws HintsException {
      long value = 0;
      for (int i = 0; i < MAX_NUMBER; i++) {
        if (at == bytes.length) {
          throw new HintsException("the document ends inside a run");
        }
        byte next = bytes[at++];
        value |= (long) (next & 0x7F) << (7 * i);
        if (next >= 0) {
          return value;
        }
      }
      throw new HintsException(
          "the number before byte " + at + " has more than " + MAX_NUMBER + " bytes");
    }
  }
}
