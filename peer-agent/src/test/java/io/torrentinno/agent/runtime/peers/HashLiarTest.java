package io.torrentinno.agent.runtime.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.resource.view.BanStatus;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.RawPeer;
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
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.ProofMessage.HashRequest;
import io.torrentinno.protocol.wire.ProofMessage.Hashes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer that lies about hashes, on a real connection to a whole agent. */
class HashLiarTest extends LocalAgents {
  private static final FileRoot ROOT = new FileRoot(new Bytes32(1, 2, 3, 4));
  private static final int PIECE = 64 * 1024;
  private static final int HASH_REQUEST = 0x14;

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
    try (RawPeer liar = connect()) {
      liar.say(new PeerMessage.Have.All());
      HashRange range = awaitRequest(liar);

      liar.say(new Hashes(range, Bytes.copyOf(new byte[3 * 32])));

      expectBan(liar);
    }
    assertThat(fetcher.status(infoHash).completedBytes()).isZero();
  }

  @Test
  void isBannedForHashesThatNobodyAskedFor() throws Exception {
    try (RawPeer liar = connect()) {
      liar.say(new Hashes(new HashRange(ROOT, 2, 0, 4), Bytes.copyOf(new byte[3 * 32])));

      expectBan(liar);
    }
  }

  @Test
  void isBannedForAskingForAFileThatTheResourceDoesNotHave() throws Exception {
    try (RawPeer liar = connect()) {
      FileRoot other = new FileRoot(new Bytes32(4, 3, 2, 1));
      liar.say(new HashRequest(new HashRange(other, 2, 0, 4)));

      expectBan(liar);
    }
  }

  private RawPeer connect() throws IOException {
    return new RawPeer(fetcher, infoHash, Feature.HASHES);
  }

  private static HashRange awaitRequest(RawPeer liar) throws IOException {
    ByteBuf range = Objects.requireNonNull(liar.await(HASH_REQUEST));
    byte[] root = new byte[FileRoot.LENGTH];
    range.readBytes(root);
    return new HashRange(
        FileRoot.of(root, 0), range.readUnsignedByte(), range.readInt(), range.readInt());
  }

  private void expectBan(RawPeer liar) throws IOException {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(fetcher.bans()).extracting(BanStatus::peerId).containsExactly(RawPeer.ID));
    liar.readToEnd();
  }
}
