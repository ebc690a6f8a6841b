package io.torrentinno.protocol.merkle;

import io.torrentinno.protocol.Golden;
import io.torrentinno.protocol.model.FileRoot;
import io.torrentinno.protocol.model.HashRange;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** A tree of {@code specs/golden/hash-trees.json}, which libtorrent made. */
record GoldenTree(long size, int pieceLength, String root, String pieceLayer, List<Proof> proofs) {
  private static final JsonMapper JSON = new JsonMapper();

  record Proof(int layer, int index, int length, String hashes) {
    HashRange range(GoldenTree tree) {
      return new HashRange(FileRoot.parse(tree.root()), layer, index, length);
    }

    byte[] bytes() {
      return HexFormat.of().parseHex(hashes);
    }
  }

  static Stream<GoldenTree> all() {
    return List.of(JSON.readValue(Golden.text("hash-trees.json"), GoldenTree[].class)).stream();
  }

  static Stream<GoldenTree> large() {
    return all().filter(tree -> tree.size() > tree.pieceLength());
  }

  TreeShape shape() {
    return new TreeShape(size, pieceLength);
  }

  /**
   * The piece layer. In a file of a single piece, which has no layer in a torrent, the root alone.
   */
  byte[] layer() {
    return HexFormat.of().parseHex(pieceLayer.isEmpty() ? root : pieceLayer);
  }

  byte[] content() {
    byte[] content = new byte[Math.toIntExact(size)];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (31 * i + 17 * (i >> 8) + (i >> 16));
    }
    return content;
  }

  @Override
  public String toString() {
    return size + " bytes in pieces of " + pieceLength;
  }
}
