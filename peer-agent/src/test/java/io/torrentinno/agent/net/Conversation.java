package io.torrentinno.agent.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.FileRegion;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.torrentinno.agent.engine.hashes.HashBook;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.net.admission.Admission;
import io.torrentinno.agent.net.admission.ConnectionLimits;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stranger's connection to the listening port of an agent, without a socket: handshake, frames
 * and a real session behind them, at a moment that the messages move on.
 */
final class Conversation implements AutoCloseable {
  static final PeerId SELF = PeerId.parse("2d5449303230302d" + "77".repeat(24));

  private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false, true);
  private final EmbeddedChannel channel;
  private final Map<InfoHash, FuzzedSwarm> swarms;
  private final OpenFile file;
  private final StringBuilder answers = new StringBuilder();

  /** Connects in the clear. */
  Conversation() {
    this(PeerTls.off());
  }

  /**
   * Connects.
   *
   * @param before handlers between the network and the handshake, none for plaintext
   */
  Conversation(PeerTls tls, ChannelHandler... before) {
    file = new OpenFile(zeros());
    channel = new EmbeddedChannel(before);
    channel.config().setAllocator(buffers);
    swarms =
        Map.of(
            StrangerScript.RESOURCE,
            swarm(StrangerScript.RESOURCE, HashBook.COMPLETE),
            StrangerScript.RESOURCE_2,
            swarm(StrangerScript.RESOURCE_2, StrangerScript.LAYERS.first(1)));
    channel
        .pipeline()
        .addLast(
            new PeerListener.Accepting(
                new ConnectionRules(SELF, new Admission(new ConnectionLimits(1, 1, 1)), tls),
                swarms::get));
    channel.pipeline().fireChannelActive();
  }

  private FuzzedSwarm swarm(InfoHash infoHash, HashBook hashes) {
    return new FuzzedSwarm(channel.eventLoop(), file, infoHash, hashes);
  }

  /** Receives a part of an array, if the connection is still open. */
  void send(byte[] bytes, int offset, int length) {
    if (channel.isActive()) {
      channel.writeInbound(buffers.directBuffer(length).writeBytes(bytes, offset, length));
      swarms.values().forEach(FuzzedSwarm::rethrow);
    }
  }

  /** The next bytes that were sent, which the caller releases; null if there are none. */
  @Nullable ByteBuf sent() {
    channel.runPendingTasks();
    channel.flush();
    return channel.readOutbound();
  }

  boolean isOpen() {
    return channel.isActive();
  }

  /** All that was answered, and whether the connection has been closed. */
  String answers() {
    channel.runPendingTasks();
    channel.flush();
    for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      answers.append(
          switch (out) {
            case FileRegion region -> "<" + region.position() + "+" + region.count() + ">";
            case ByteBuf bytes -> hex(bytes);
            default -> throw new AssertionError("not to be sent: " + out);
          });
      ReferenceCountUtil.release(out);
    }
    return answers + (channel.isActive() ? " open" : " closed");
  }

  private static String hex(ByteBuf bytes) {
    byte[] copy = new byte[bytes.readableBytes()];
    bytes.getBytes(bytes.readerIndex(), copy);
    return HexFormat.of().formatHex(copy);
  }

  /** Fails when a buffer or a file was not released. */
  @Override
  public void close() {
    answers();
    channel.close();
    channel.runPendingTasks();
    answers();
    swarms.values().forEach(FuzzedSwarm::rethrow);
    file.release();
    assertThat(buffers.metric().usedDirectMemory()).isZero();
    assertThat(buffers.metric().usedHeapMemory()).isZero();
    assertThat(file.channel().isOpen()).isFalse();
  }

  private static FileChannel zeros() {
    try {
      Path path = Files.createTempFile("conversation", null);
      Files.write(path, new byte[StrangerScript.PIECES * StrangerScript.PIECE]);
      return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an agent says of itself. */
  static PeerMessage.Hello hello() {
    return new PeerMessage.Hello(15, StrangerScript.BLOCK, 16, 1, "test");
  }
}
