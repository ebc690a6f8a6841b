package io.torrentinno.agent.content.write;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import io.netty.buffer.ByteBuf;
import io.torrentinno.agent.content.check.Pieces;
import io.torrentinno.agent.content.disk.Holes;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.files.PieceFiles;
import io.torrentinno.agent.hashing.HashCursor;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PieceHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes and hashes pieces. Bytes that arrive twice are written twice. When bytes that are hashed
 * already are written again, the piece is hashed again from its start. So the computed hash is
 * always the hash of the bytes on disk. Only one thread may use it.
 */
public final class PieceWriter {
  private static final Logger log = LoggerFactory.getLogger(PieceWriter.class);

  /** The most cursors. A piece without a cursor is hashed from the disk when it is verified. */
  static final int MAX_CURSORS = 1024;

  private final PieceFiles files;
  private final Pieces pieces;
  private final Bitfield verified;
  private final IntFunction<Path> paths;
  private final Map<Integer, HashCursor> cursors = new EldestForgotten();

  /** One at its start, for the next piece: a small piece takes little longer than a new digest. */
  private @Nullable HashCursor spare;

  /**
   * A writer for some pieces of a resource.
   *
   * @param files the files of the pieces, for reading and writing
   * @param verified the pieces that must not be written; the writer owns the set from now on
   * @param paths gives the path of the file of a piece
   */
  public PieceWriter(PieceFiles files, Pieces pieces, Bitfield verified, IntFunction<Path> paths) {
    this.files = files;
    this.pieces = pieces;
    this.verified = verified;
    this.paths = paths;
  }

  /**
   * Makes a piece of zeros, without disk space where the file system has holes. The hash of the
   * piece must be the hash of zeros. The piece is verified afterwards.
   */
  void makeZeros(int piece, byte[] scratch) throws IOException {
    if (verified.get(piece)) {
      return;
    }
    cursors.remove(piece);
    OpenFile open = files.acquire(piece);
    try {
      Holes.make(
          paths.apply(piece), open.channel(), pieces.offset(piece), pieces.size(piece), scratch);
    } finally {
      open.release();
    }
    verified.set(piece);
  }

  /** Writes the readable bytes, and hashes them if they are next. The caller owns the buffer. */
  void write(int piece, int begin, ByteBuf bytes, byte[] scratch) throws IOException {
    if (verified.get(piece)) {
      return;
    }
    HashCursor cursor = cursors.computeIfAbsent(piece, this::cursor);
    if (begin < cursor.position()) {
      cursor.restart(); // An interrupted block arrives again, over hashed bytes.
    }
    boolean whole = pieces.isSmallFile(piece) && bytes.readableBytes() == pieces.size(piece);
    OpenFile open = whole ? files.once(piece) : files.acquire(piece);
    try {
      int at = begin;
      for (ByteBuffer part : buffersOf(bytes)) {
        store(open.channel(), pieces.offset(piece) + at, part);
        if (cursor.position() == at) {
          cursor.update(part, scratch);
        }
        at += part.remaining();
      }
    } finally {
      open.release();
    }
  }

  /**
   * Copies bytes of a piece from another file.
   *
   * @return how many bytes were copied; fewer than the run has when the other file is shorter or
   *     can't be read, and 0 when the piece is verified
   */
  int copy(int piece, CopyRun run, byte[] scratch) throws IOException {
    if (verified.get(piece)) {
      return 0;
    }
    HashCursor cursor = cursors.get(piece);
    if (cursor != null && run.begin() < cursor.position()) {
      cursor.restart();
    }
    OpenFile open = files.acquire(piece);
    try (FileChannel source = FileChannel.open(run.file(), READ, NOFOLLOW_LINKS)) {
      source.position(run.position());
      long at = pieces.offset(piece) + run.begin();
      return FileCopy.copy(source, open.channel(), at, run.length(), scratch);
    } catch (IOException e) {
      // A fault of the target shows when fetched bytes are written there.
      log.debug("Bytes can't be copied from {}, so they are fetched", run.file(), e);
      return 0;
    } finally {
      open.release();
    }
  }

  private HashCursor cursor(int piece) {
    int nodeLayer = pieces.nodeLayer(piece);
    HashCursor free = spare;
    if (free == null || free.nodeLayer() != nodeLayer) {
      return new HashCursor(nodeLayer);
    }
    spare = null;
    return free;
  }

  private static ByteBuffer[] buffersOf(ByteBuf bytes) {
    return bytes.nioBufferCount() == 1 ? new ByteBuffer[] {bytes.nioBuffer()} : bytes.nioBuffers();
  }

  private static void store(FileChannel file, long position, ByteBuffer bytes) throws IOException {
    ByteBuffer rest = bytes.duplicate();
    long at = position;
    while (rest.hasRemaining()) {
      at += file.write(rest, at);
    }
  }

  /** Bytes of a piece. */
  int size(int piece) {
    return pieces.size(piece);
  }

  /**
   * Whether the bytes on disk have the hash of the piece. If not, the piece may be written again.
   *
   * @throws java.io.EOFException when the file is shorter than it was
   */
  boolean verify(int piece, byte[] scratch) throws IOException {
    if (verified.get(piece)) {
      return true;
    }
    HashCursor kept = cursors.remove(piece);
    HashCursor cursor = kept != null ? kept : cursor(piece);
    int size = pieces.size(piece);
    if (cursor.position() < size) {
      OpenFile open = files.acquire(piece);
      try {
        cursor.requireTo(size, open.channel(), pieces.offset(piece), scratch);
      } finally {
        open.release();
      }
    }
    PieceHash found = cursor.finish();
    spare = cursor;
    if (!pieces.matches(piece, found)) {
      return false;
    }
    verified.set(piece);
    return true;
  }

  private static final class EldestForgotten extends LinkedHashMap<Integer, HashCursor> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, HashCursor> eldest) {
      return size() > MAX_CURSORS;
    }
  }
}
