package io.torrentinno.system.ti1;

import io.torrentinno.system.ti1.Ti1Wire.Handshake;
import io.torrentinno.system.ti1.Ti1Wire.Message;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/** The simplest client there is: asks for a piece, waits for it, asks for the next. */
public final class PieceByPiece {
  private static final String PEER_ID = "00".repeat(32);

  private PieceByPiece() {}

  /**
   * Fetches whole pieces over one connection.
   *
   * @param enough how long, unless all pieces are there before
   * @return bytes of pieces per second, after the handshake
   */
  public static double bytesPerSecond(
      String address, int port, Ti1Manifest manifest, Duration enough) throws IOException {
    try (Socket socket = new Socket(address, port)) {
      Ti1Wire wire = new Ti1Wire(socket);
      wire.write(new Handshake(PEER_ID, manifest.infoHash()));
      wire.readHandshake();
      long begin = System.nanoTime();
      long elapsed = 0;
      long bytes = 0;
      int count = manifest.pieces().size();
      for (int piece = 0; piece < count && elapsed < enough.toNanos(); piece++) {
        bytes += fetch(wire, piece, manifest);
        elapsed = System.nanoTime() - begin;
      }
      return bytes / (elapsed / 1e9);
    } catch (Ti1Offence offence) {
      throw new IOException(offence);
    }
  }

  private static int fetch(Ti1Wire wire, int piece, Ti1Manifest manifest)
      throws IOException, Ti1Offence {
    wire.request(piece, manifest.pieces().get(piece).size());
    while (true) {
      if (wire.read(manifest.pieces().size()) instanceof Message.Piece answer) {
        return answer.data().remaining();
      }
    }
  }
}
