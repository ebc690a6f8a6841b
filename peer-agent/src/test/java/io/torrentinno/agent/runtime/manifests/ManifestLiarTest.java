package io.torrentinno.agent.runtime.manifests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.torrentinno.agent.resource.view.BanStatus;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.RawPeer;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.agent.testing.BadInfos;
import io.torrentinno.protocol.manifest.InfoHashes;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.manifest.ManifestWriter;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.Sha256;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.MessageEncoder;
import io.torrentinno.protocol.wire.PeerMessage.ManifestPart;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer that hands out bad manifests, on a real connection to a whole agent that has a link. */
class ManifestLiarTest extends LocalAgents {
  private static final byte[] WANTED = BadInfos.info(BadInfos.file("\"a\"")).getBytes(UTF_8);
  private static final int MANIFEST_REQUEST = 0x11;
  private static final Duration SOON = Duration.ofSeconds(60);

  private TorrentAgent fetcher;

  @BeforeEach
  void start() throws Exception {
    fetcher = agent("fetcher");
  }

  @Test
  void isBannedForAnotherInfoDocument() throws Exception {
    InfoHash infoHash = addLink(WANTED);

    serve(infoHash, BadInfos.info(BadInfos.file("\"b\"")).getBytes(UTF_8).length, 'x');

    expectBan();
    assertThat(fetcher.status(infoHash).state()).isEqualTo(ResourceState.FETCHING_MANIFEST);
  }

  @Test
  void isBannedForTheLongestManifestOfNothing() throws Exception {
    InfoHash infoHash = addLink(WANTED);

    serve(infoHash, ManifestPart.MAX_TOTAL, ' ');

    expectBan();
    assertThat(fetcher.status(infoHash).state()).isEqualTo(ResourceState.FETCHING_MANIFEST);
    assertThat(fetcher.services().manifestMemory().used()).isZero();
  }

  @Test
  void isBannedForPromisingMoreThanAManifestCanHave() throws Exception {
    InfoHash infoHash = addLink(WANTED);
    try (RawPeer liar = connect(infoHash)) {
      liar.await(MANIFEST_REQUEST);
      ByteBuf frame = Unpooled.buffer();
      MessageEncoder.encode(new ManifestPart(1, 0, Bytes.copyOf(new byte[1])), frame);
      frame.setInt(5, ManifestPart.MAX_TOTAL + 1); // Behind the length and the type.
      liar.send(ByteBufUtil.getBytes(frame));

      expectBan();
    }
  }

  @Test
  void isNotBannedForTheDocumentThatTheLinkNamesWhichNobodyCanUse() throws Exception {
    byte[] document = BadInfos.info(BadInfos.file("\"..\",\"x\"")).getBytes(UTF_8);
    InfoHash infoHash = addLink(document);

    serve(infoHash, document);

    awaitState(fetcher, infoHash, ResourceState.ERROR);
    assertThat(fetcher.bans()).isEmpty();
    assertThat(fetcher.status(infoHash).condition().retryIn()).isNull();
    assertThat(fetcher.status(infoHash).error())
        .contains("../x", "breaks a rule", "Remove the resource");
    fetcher.remove(infoHash, true);
    assertThat(folder.resolve("fetcher/.torrentinno/resources")).isEmptyDirectory();
  }

  @Test
  void isNotBannedForTheManifestOfVersion1ThatALinkOfVersion2Names() throws Exception {
    Manifest.Piece piece = new Manifest.Piece("ab".repeat(32), 3);
    Manifest manifest =
        new Manifest("127.0.0.1", 8080, "", "2026-01-01T00:00:00", "old", List.of(piece));
    InfoHash infoHash = InfoHashes.of(manifest);
    fetcher.add(new MagnetLink(2, infoHash, List.of(), null));

    serve(infoHash, ManifestWriter.write(manifest));

    awaitState(fetcher, infoHash, ResourceState.ERROR);
    assertThat(fetcher.bans()).isEmpty();
    assertThat(fetcher.status(infoHash).condition().retryIn()).isNull();
    assertThat(fetcher.status(infoHash).error())
        .startsWith("the link says version 2")
        .endsWith("add it with a link that has xt=urn:torrentinno:" + infoHash);
  }

  private InfoHash addLink(byte[] document) {
    InfoHash infoHash = InfoHash.of(Sha256.digest().digest(document), 0);
    fetcher.add(new MagnetLink(2, infoHash, List.of(), null));
    return infoHash;
  }

  private void serve(InfoHash infoHash, byte[] document) throws IOException {
    serve(infoHash, document.length, begin -> document[begin]);
  }

  private void serve(InfoHash infoHash, int total, char filler) throws IOException {
    serve(infoHash, total, _ -> (byte) filler);
  }

  /** Gives the byte of a document at a place. */
  private interface Content {
    byte at(int place);
  }

  /** Answers all requests of the agent until it closes the connection. */
  private void serve(InfoHash infoHash, int total, Content content) throws IOException {
    try (RawPeer liar = connect(infoHash)) {
      for (ByteBuf asked = liar.await(MANIFEST_REQUEST);
          asked != null;
          asked = liar.await(MANIFEST_REQUEST)) {
        int begin = asked.readInt();
        byte[] part = new byte[Math.min(ManifestPart.MAX_LENGTH, total - begin)];
        for (int i = 0; i < part.length; i++) {
          part[i] = content.at(begin + i);
        }
        liar.say(new ManifestPart(total, begin, Bytes.copyOf(part)));
      }
    }
  }

  private RawPeer connect(InfoHash infoHash) throws IOException {
    return new RawPeer(fetcher, infoHash, Feature.MANIFEST);
  }

  private void expectBan() {
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(fetcher.bans()).extracting(BanStatus::peerId).containsExactly(RawPeer.ID));
  }
}
