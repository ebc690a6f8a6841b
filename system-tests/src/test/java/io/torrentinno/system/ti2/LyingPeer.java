package io.torrentinno.system.ti2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.torrentinno.system.harness.HttpAnswer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/** Is in a resource's swarm, and whoever asks it for the manifest gets that of another one. */
public final class LyingPeer implements AutoCloseable {
  private static final String PEER_ID =
      HexFormat.of().formatHex("-TI0200-the father of all lies..".getBytes(US_ASCII));
  private static final int HANDSHAKE = 75;
  private static final int PEER_ID_OFFSET = 11;

  /** FAST and MANIFEST, blocks of 16 KiB, one request, no port, no name. */
  private static final String HELLO =
      "00000012" + "10" + "0000000000000003" + "00004000" + "0001000000";

  private final ServerSocket listener;
  private final byte[] lie;
  private final AtomicInteger asked = new AtomicInteger();

  private LyingPeer(ServerSocket listener, byte[] lie) {
    this.listener = listener;
    this.lie = lie;
  }

  /**
   * Joins a swarm.
   *
   * @param tracker where
   * @param lie what it says the manifest is, at most 64 KiB
   */
  public static LyingPeer join(URI tracker, String infoHash, String lie) throws IOException {
    ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    LyingPeer peer = new LyingPeer(listener, lie.getBytes(UTF_8));
    Thread.ofVirtual().start(peer::accept);
    String announce =
        "{\"peerId\":\"%s\",\"infoHash\":\"%s\",\"publicIp\":\"127.0.0.1\",\"publicPort\":%d}"
            .formatted(PEER_ID, infoHash, listener.getLocalPort());
    HttpAnswer answer = HttpAnswer.to("POST", tracker.resolve("/peers"), announce);
    if (answer.status() != 200) {
      throw new IOException("not announced: " + answer);
    }
    return peer;
  }

  /** How many times it was asked for the manifest. */
  public int asked() {
    return asked.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket;
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
      byte[] handshake = in.readNBytes(HANDSHAKE);
      byte[] id = HexFormat.of().parseHex(PEER_ID);
      System.arraycopy(id, 0, handshake, PEER_ID_OFFSET, id.length);
      out.write(handshake);
      out.write(HexFormat.of().parseHex(HELLO));
      while (true) {
        byte[] body = in.readNBytes(in.readInt());
        if (body.length > 0 && body[0] == 0x11) {
          asked.incrementAndGet();
          out.writeInt(9 + lie.length);
          out.writeByte(0x12);
          out.writeInt(lie.length);
          out.writeInt(0);
          out.write(lie);
        }
      }
    } catch (IOException e) {
      // gone
    }
  }
}
