package io.torrentinno.protocol.hints;

import io.torrentinno.protocol.model.InfoHash;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a document of copy hints, in memory. */
public final class HintWriter {
  /** The longest document that is written, in bytes. Readers take longer ones. */
  private static final int MAX_LENGTH = 4 * 1024 * 1024;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int runs;
  private int end;
  private int entry = -1;
  private long place;

  /** A document without runs. */
  public HintWriter(InfoHash previous) {
    out.writeBytes(HintDocument.MAGIC.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(previous.value().toBytes());
  }

  /**
   * Bytes of heap that a document takes at most while it grows and is copied.
   *
   * @param units the most runs that it may have
   */
  public static long memoryFor(long units) {
    long length = HintDocument.HEADER + HintDocument.MAX_RUN * units;
    return 4 * Math.min(length, MAX_LENGTH);
  }

  /** Whether the document can have no more runs. */
  public boolean isFull() {
    return runs == HintDocument.MAX_RUNS || out.size() > MAX_LENGTH - HintDocument.MAX_RUN;
  }

  /**
   * Adds a run, behind the others. Nothing happens when the document is full.
   *
   * @throws IllegalArgumentException when it begins before the end of the run before
   */
  public void add(HintRun run) {
    int skipped = run.first() - end;
    if (skipped < 0) {
      throw new IllegalArgumentException(
          "a run begins before the end of the last one: unit " + run.first());
    }
    if (isFull()) {
      return;
    }
    number(skipped);
    number(run.count());
    number(run.entry());
    long expected = run.entry() == entry ? place + (long) skipped * HintRun.UNIT : 0;
    long difference = run.position() - expected;
    number((difference << 1) ^ (difference >> 63));
    runs++;
    end = run.end();
    entry = run.entry();
    place = run.positionOf(end);
  }

  /** Whether there are no runs. */
  public boolean isEmpty() {
    return runs == 0;
  }

  /** The document. */
  public byte[] toBytes() {
    return out.toByteArray();
  }

  private void number(long value) {
    long rest = value;
    for (; rest > 0x7F || rest < 0; rest >>>= 7) {
      out.write((int) ((rest & 0x7F) | 0x80));
    }
    out.write((int) rest);
  }
}
