package io.torrentinno.system.ti1;

import io.torrentinno.system.ti1.Ti1Wire.Handshake;
import io.torrentinno.system.ti1.Ti1Wire.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.HexFormat;

/** A connection on which a test says whatever it likes. */
public final class RawPeer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 15_000;
  private static final int PIECES = 4;

  private final Socket socket;
  private final Ti1Wire wire;

  private RawPeer(Socket socket) throws IOException {
    this.socket = socket;
    this.wire = new Ti1Wire(socket);
  }

  /** Connects to a port on 127.0.0.1, and says nothing yet. */
  public static RawPeer connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new RawPeer(socket);
  }

  /** Introduces itself; both ids in hex. */
  public void handshake(String peerId, String infoHash) throws IOException {
    wire.write(new Handshake(peerId, infoHash));
  }

  /** Waits for the other side's handshake. */
  public void awaitHandshake() throws IOException {
    try {
      wire.readHandshake();
    } catch (Ti1Offence offence) {
      throw new IOException(offence);
    }
  }

  /** Sends bytes given in hex. */
  public void send(String hex) throws IOException {
    socket.getOutputStream().write(HexFormat.of().parseHex(hex));
  }

  /**
   * Sends a Request given in hex and waits for the Piece, whatever else arrives before.
   *
   * @return how many bytes it carries
   */
  public int ask(String hex) throws IOException {
    send(hex);
    try {
      while (true) {
        if (wire.read(PIECES) instanceof Message.Piece piece) {
          return piece.data().remaining();
        }
      }
    } catch (Ti1Offence offence) {
      throw new IOException(offence);
    }
  }

  /** Waits until the other side closes, which may be done with a reset; false when it does not. */
  public boolean awaitClosed() throws IOException {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (SocketException reset) {
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
