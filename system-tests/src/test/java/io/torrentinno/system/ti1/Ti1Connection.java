package io.torrentinno.system.ti1;

import io.torrentinno.system.ti1.Ti1Wire.Message;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.util.BitSet;

/** One connection of a TI/1 client, after the handshake. */
final class Ti1Connection implements AutoCloseable {
  private final Socket socket;
  private final Ti1Wire wire;
  private final Ti1File file;
  private BitSet offered = new BitSet();
  private int asked = -1;

  Ti1Connection(Socket socket, Ti1Wire wire, Ti1File file) {
    this.socket = socket;
    this.wire = wire;
    this.file = file;
  }

  /**
   * Serves and stores until the other side closes.
   *
   * @param gained called after every new piece
   */
  void run(Runnable gained) throws IOException, Ti1Offence {
    sendBitfield();
    try {
      while (true) {
        switch (wire.read(file.manifest().pieces().size())) {
          case Message.Request request -> serve(request);
          case Message.Piece piece -> {
            store(piece);
            gained.run();
          }
          case Message.Bitfield(BitSet pieces) -> offer(pieces);
        }
      }
    } catch (EOFException _) {
      // The other side has gone, as anybody may.
    }
  }

  void sendBitfield() throws IOException {
    wire.bitfield(file.bitfield());
  }

  /** Asks for a whole piece that {@code others} do not ask for, unless one is on its way here. */
  synchronized void ask(BitSet others) throws IOException {
    if (asked >= 0) {
      return;
    }
    int piece = file.wanted(offered, others);
    if (piece >= 0) {
      asked = piece;
      others.set(piece);
      wire.request(piece, file.manifest().pieces().get(piece).size());
    }
  }

  /** Adds the piece that is on its way to {@code pieces}. */
  synchronized void addAsked(BitSet pieces) {
    if (asked >= 0) {
      pieces.set(asked);
    }
  }

  /** Whether the other side's last Bitfield has every piece. */
  synchronized boolean offersAll() {
    return offered.cardinality() == file.manifest().pieces().size();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private synchronized void offer(BitSet pieces) {
    offered = pieces;
  }

  private void serve(Message.Request request) throws IOException, Ti1Offence {
    byte[] data = file.read(request.piece(), request.begin(), request.length());
    if (data == null) {
      throw new Ti1Offence("asked outside the file: " + request);
    }
    wire.piece(request.piece(), request.begin(), data);
  }

  private synchronized void store(Message.Piece piece) throws Ti1Offence {
    int size = asked < 0 ? 0 : file.manifest().pieces().get(asked).size();
    if (piece.piece() != asked || piece.begin() != 0 || piece.data().remaining() != size) {
      throw new Ti1Offence(
          "asked for the %d bytes of piece %d, got %d bytes from %d of piece %d"
              .formatted(size, asked, piece.data().remaining(), piece.begin(), piece.piece()));
    }
    asked = -1;
    if (!file.accept(piece.piece(), piece.data().array())) {
      throw new Ti1Offence("piece " + piece.piece() + " has another hash");
    }
  }
}
