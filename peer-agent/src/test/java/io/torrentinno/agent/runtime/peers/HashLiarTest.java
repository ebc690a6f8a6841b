package io.torrentinno.agent.runtime.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.resource.view.BanStatus;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.manifest.envelope.Envelope;
import io.torrentinno.protocol.manifest.tree.Entry;
import io.torrentinno.protocol.manifest.tree.FileTreeBuilder;
import io.torrentinno.protocol.manifest.v2.ResourceInfo;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.FileRoot;
import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.Handshake;
import io.torrentinno.protocol.wire.MessageEncoder;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.ProofMessage.HashRequest;
import io.torrentinno.protocol.wire.ProofMessage.Hashes;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer that lies about hashes, on a real connection to a whole agent. */
class HashLiarTest extends LocalAgents {
  private static final PeerId LIAR = PeerId.random(new Random(7));
  private static final FileRoot ROOT = new FileRoot(new Bytes32(1, 2, 3, 4));
  private static final int PIECE = 64 * 1024;
  private static final int HANDSHAKE = 75;
  private static final int HASH_REQUEST = 0x14;
  private static final int TIMEOUT_MILLIS = 30_000;

  private TorrentAgent fetcher;
  private InfoHash infoHash;

  @BeforeEach
  void fetch() throws Exception {
    fetcher = agent("fetcher");
    Entry file = new Entry.File(List.of(), 3L * PIECE, ROOT, false);
    ResourceInfo info = new ResourceInfo("file.bin", FileTreeBuilder.build(List.of(file), PIECE));
    infoHash = fetcher.add(ManifestV2.of(info, Envelope.EMPTY)).resource().infoHash();
    awaitState(fetcher, infoHash, ResourceState.DOWNLOADING);
  }

  @Test
  void isBannedForHashesThatTheRootRulesOut() throws Exception {
    try (Socket liar = connect();
        DataInputStream in = new DataInputStream(liar.getInputStream())) {
      say(liar, new PeerMessage.Have.All());
      in.skipNBytes(HANDSHAKE);
      HashRange range = awaitRequest(in);

      say(liar, new Hashes(range, Bytes.copyOf(new byte[3 * 32])));

      expectBan(in);
    }
    assertThat(fetcher.status(infoHash).completedBytes()).isZero();
  }

  @Test
  void isBannedForHashesThatNobodyAskedFor() throws Exception {
    try (Socket liar = connect();
        DataInputStream in = new DataInputStream(liar.getInputStream())) {
      say(liar, new Hashes(new HashRange(ROOT, 2, 0, 4), Bytes.copyOf(new byte[3 * 32])));

      expectBan(in);
    }
  }

  @Test
  void isBannedForAskingForAFileThatTheResourceDoesNotHave() throws Exception {
    try (Socket liar = connect();
        DataInputStream in = new DataInputStream(liar.getInputStream())) {
      FileRoot other = new FileRoot(new Bytes32(4, 3, 2, 1));
      say(liar, new HashRequest(new HashRange(other, 2, 0, 4)));

      expectBan(in);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), fetcher.services().listenPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    ByteBuf out = Unpooled.buffer();
    new Handshake(LIAR, infoHash).encode(out);
    long features = Feature.toBits(Set.of(Feature.FAST, Feature.HASHES));
    MessageEncoder.encode(new PeerMessage.Hello(features, PIECE, 16, 0, "liar"), out);
    socket.getOutputStream().write(ByteBufUtil.getBytes(out));
    return socket;
  }

  private static void say(Socket socket, PeerMessage message) throws IOException {
    ByteBuf out = Unpooled.buffer();
    MessageEncoder.encode(message, out);
    socket.getOutputStream().write(ByteBufUtil.getBytes(out));
  }

  /** Passes over frames up to a HashRequest. */
  private static HashRange awaitRequest(DataInputStream in) throws IOException {
    while (true) {
      byte[] body = in.readNBytes(in.readInt());
      if (body.length > 0 && body[0] == HASH_REQUEST) {
        ByteBuf range = Unpooled.wrappedBuffer(body).skipBytes(1);
        byte[] root = new byte[FileRoot.LENGTH];
        range.readBytes(root);
        return new HashRange(
            FileRoot.of(root, 0), range.readUnsignedByte(), range.readInt(), range.readInt());
      }
    }
  }

  private void expectBan(DataInputStream in) throws IOException {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(fetcher.bans()).extracting(BanStatus::peerId).containsExactly(LIAR));
    in.transferTo(OutputStream.nullOutputStream()); // up to its end
  }
}
