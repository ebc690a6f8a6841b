package io.torrentinno.agent.content;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.torrentinno.agent.content.check.Pieces;
import io.torrentinno.agent.content.state.ResourceChoices;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.Sha256;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** A resource made of random bytes. */
public final class Sample {
  public static final String NAME = "sample.bin";

  private final byte[] content;
  private final Manifest manifest;

  private Sample(byte[] content, Manifest manifest) {
    this.content = content;
    this.manifest = manifest;
  }

  public static Sample ofPieces(int... sizes) {
    byte[] content = new byte[Arrays.stream(sizes).sum()];
    new Random(content.length).nextBytes(content);
    return of(content, sizes);
  }

  /** One that has nothing but zeros. */
  static Sample ofZeros(int... sizes) {
    return of(new byte[Arrays.stream(sizes).sum()], sizes);
  }

  private static Sample of(byte[] content, int... sizes) {
    List<Manifest.Piece> pieces = new ArrayList<>();
    int offset = 0;
    for (int size : sizes) {
      byte[] piece = Arrays.copyOfRange(content, offset, offset + size);
      String hash = HexFormat.of().formatHex(Sha256.digest().digest(piece));
      pieces.add(new Manifest.Piece(hash, size));
      offset += size;
    }
    return new Sample(
        content, new Manifest("127.0.0.1", 8080, "", "2026-01-01T00:00:00", NAME, pieces));
  }

  public byte[] content() {
    return content.clone();
  }

  Manifest manifest() {
    return manifest;
  }

  private ManifestV1 resource() {
    return new ManifestV1(infoHash(), manifest);
  }

  public SavedResource savedAt(Path file) {
    return new SavedResource(resource(), file, false, ResourceChoices.NONE);
  }

  SavedResource sharedFrom(Path file) {
    return new SavedResource(resource(), file, true, ResourceChoices.NONE);
  }

  public InfoHash infoHash() {
    return new InfoHash(new Bytes32(content.length, 2, 3, 4));
  }

  public Pieces pieces() {
    return Pieces.of(resource());
  }

  public byte[] piece(int piece) {
    int offset = (int) pieces().offset(piece);
    return Arrays.copyOfRange(content, offset, offset + pieces().size(piece));
  }

  /** A piece's bytes from {@code begin} to {@code end}, as the network delivers them. */
  public ByteBuf bytes(int piece, int begin, int end) {
    return direct(Arrays.copyOfRange(piece(piece), begin, end));
  }

  public static ByteBuf direct(byte[] bytes) {
    return Unpooled.directBuffer(bytes.length).writeBytes(bytes);
  }
}
