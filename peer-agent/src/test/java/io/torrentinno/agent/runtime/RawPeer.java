package io.torrentinno.agent.runtime;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.Handshake;
import io.torrentinno.protocol.wire.MessageEncoder;
import io.torrentinno.protocol.wire.PeerMessage;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A peer on a socket, which calls a whole agent and can send it anything. */
public final class RawPeer implements AutoCloseable {
  public static final PeerId ID = PeerId.random(new Random(7));

  private static final int TIMEOUT_MILLIS = 30_000;

  private final Socket socket;
  private final DataInputStream in;
  private boolean greeted;

  /** Calls an agent, and sends a handshake and a Hello. */
  public RawPeer(TorrentAgent agent, InfoHash infoHash, Feature feature) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), agent.services().listenPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    ByteBuf out = Unpooled.buffer();
    new Handshake(ID, infoHash).encode(out);
    long features = Feature.toBits(Set.of(Feature.FAST, feature));
    MessageEncoder.encode(new PeerMessage.Hello(features, 1 << 18, 16, 0, "raw"), out);
    send(ByteBufUtil.getBytes(out));
  }

  public void say(PeerMessage message) throws IOException {
    ByteBuf out = Unpooled.buffer();
    MessageEncoder.encode(message, out);
    send(ByteBufUtil.getBytes(out));
  }

  /** Sends bytes as they are. */
  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Passes over frames up to one of a type, and gives what follows the type; null at the end. */
  public @Nullable ByteBuf await(int type) throws IOException {
    if (!greeted) {
      in.skipNBytes(Handshake.LENGTH);
      greeted = true;
    }
    while (true) {
      byte[] body;
      try {
        byte[] length = in.readNBytes(Integer.BYTES);
        if (length.length < Integer.BYTES) {
          return null;
        }
        body = in.readNBytes(Unpooled.wrappedBuffer(length).readInt());
      } catch (SocketException reset) {
        return null;
      }
      if (body.length > 0 && body[0] == type) {
        return Unpooled.wrappedBuffer(body).skipBytes(1);
      }
    }
  }

  /** Reads until the agent closes the connection. */
  public void readToEnd() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
