package io.torrentinno.agent.content.check;

import io.torrentinno.agent.hashing.HashLog;
import io.torrentinno.agent.hashing.SharedHashing;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The pieces whose hashes a log has. While there are none, it takes a bit for each piece; else 32
 * bytes for each piece and 8 for each file.
 */
final class KnownHashes implements HashLog.Reader {
  private static final long HIGH = 0xFFFFFFFF_00000000L;
  private static final int NONE = -1;

  private final BitSet wanted;
  private final FileKeys keys;
  private final BitSet known = new BitSet();
  private byte[] hashes = {};

  /** For each file that has such pieces the first half of its key, and its number; sorted. */
  private long[] files = {};

  private long lastKey;
  private int lastFile = NONE;

  /**
   * None of these pieces is known yet.
   *
   * @param wanted not to be changed
   */
  KnownHashes(BitSet wanted, FileKeys keys) {
    this.wanted = wanted;
    this.keys = keys;
  }

  @Override
  public void recorded(long key, int number, PieceHash hash) {
    if (hashes.length == 0) {
      hashes = new byte[wanted.length() * Sha256.LENGTH];
      files = files();
    }
    if (lastFile == NONE || key != lastKey) {
      lastKey = key;
      lastFile = find(key);
    }
    if (lastFile == NONE) {
      return; // The file has changed since, or is gone.
    }
    int piece = keys.files().firstPiece(lastFile) + number;
    if (wanted.get(piece) && keys.files().file(piece) == lastFile) {
      known.set(piece);
      hash.value().writeTo(hashes, piece * Sha256.LENGTH);
    }
  }

  private long[] files() {
    LongStream.Builder found = LongStream.builder();
    int last = NONE;
    for (int piece = wanted.nextSetBit(0); piece >= 0; piece = wanted.nextSetBit(piece + 1)) {
      int file = keys.files().file(piece);
      if (file != last) {
        found.add((keys.of(file) & HIGH) | file);
        last = file;
      }
    }
    return found.build().sorted().toArray();
  }

  private int find(long key) {
    int at = Arrays.binarySearch(files, key & HIGH);
    for (at = at < 0 ? -at - 1 : at; at < files.length && isAlike(files[at], key); at++) {
      int file = (int) files[at];
      if (keys.of(file) == key) {
        return file;
      }
    }
    return NONE;
  }

  private static boolean isAlike(long one, long other) {
    return (one & HIGH) == (other & HIGH);
  }

  /** The known pieces, in their order. */
  BitSet pieces() {
    return known;
  }

  PieceHash hash(int piece) {
    return PieceHash.of(hashes, piece * Sha256.LENGTH);
  }

  /** The pieces that are not known, in their order. */
  List<SharedHashing.Range> missing() {
    BitSet missing = (BitSet) wanted.clone();
    missing.andNot(known);
    List<SharedHashing.Range> ranges = new ArrayList<>();
    for (int begin = missing.nextSetBit(0); begin >= 0; ) {
      int end = missing.nextClearBit(begin);
      ranges.add(new SharedHashing.Range(begin, end));
      begin = missing.nextSetBit(end);
    }
    return ranges;
  }
}
