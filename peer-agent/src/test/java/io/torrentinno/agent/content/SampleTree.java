package io.torrentinno.agent.content;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.netty.buffer.ByteBuf;
import io.torrentinno.agent.content.hashes.LayerStore;
import io.torrentinno.agent.content.state.ResourceChoices;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.VerifiedContent;
import io.torrentinno.agent.content.tree.TreePaths;
import io.torrentinno.agent.content.tree.TreeStamps;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.protocol.manifest.envelope.Envelope;
import io.torrentinno.protocol.manifest.tree.Entry;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.manifest.tree.FileTreeBuilder;
import io.torrentinno.protocol.manifest.v2.ResourceInfo;
import io.torrentinno.protocol.merkle.FileHasher;
import io.torrentinno.protocol.merkle.FileHashes;
import io.torrentinno.protocol.merkle.PieceLayer;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A resource that is a folder: files of all kinds, links, and folders with nothing in them. */
public final class SampleTree {
  public static final String NAME = "model";
  static final int PIECE = 64 << 10;

  private final Map<String, byte[]> contents = new TreeMap<>();
  private final Map<Integer, PieceLayer> layers = new HashMap<>();
  private final ManifestV2 manifest;

  public SampleTree() throws Exception {
    contents.put("README.md", "# hello".getBytes(StandardCharsets.UTF_8));
    contents.put("bin/run", random(70_000));
    contents.put("empty", new byte[0]);
    contents.put("weights/größe.bin", random(3 * PIECE + 1));
    contents.put("weights/small.bin", random(PIECE));
    List<Entry> entries = new ArrayList<>();
    contents.forEach((path, bytes) -> entries.add(file(path, bytes)));
    entries.add(new Entry.Link(List.of("bin", "latest"), "run"));
    entries.add(new Entry.Link(List.of("weights", "up"), "../README.md"));
    entries.add(new Entry.Folder(List.of("logs", "old")));
    FileTree tree = FileTreeBuilder.build(entries, PIECE);
    manifest = ManifestV2.of(new ResourceInfo(NAME, tree), Envelope.EMPTY);
    for (int entry = 0; entry < tree.size(); entry++) {
      if (tree.pieces(entry) > 1) {
        layers.put(entry, hashes(content(entry)).layer());
      }
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static Entry file(String path, byte[] bytes) {
    return new Entry.File(
        List.of(path.split("/")), bytes.length, hashes(bytes).root(), path.startsWith("bin/"));
  }

  private static FileHashes hashes(byte[] bytes) {
    FileHasher hasher = new FileHasher(PIECE);
    hasher.update(bytes, 0, bytes.length);
    return hasher.finish();
  }

  public ManifestV2 manifest() {
    return manifest;
  }

  public int count() {
    return manifest.files().pieces();
  }

  public SavedResource savedAt(Path folder) {
    return new SavedResource(manifest, folder, false, ResourceChoices.NONE);
  }

  SavedResource sharedFrom(Path folder) {
    return new SavedResource(manifest, folder, true, ResourceChoices.NONE);
  }

  /** As it is after a folder was hashed. */
  VerifiedContent verifiedAt(Path folder) throws Exception {
    TreeStamps stamps = TreeStamps.scan(new TreePaths(folder, manifest.files()));
    return new VerifiedContent(stamps.together(), stamps, layers);
  }

  /** Tells a storage what all pieces hash to. */
  public void tellHashes(ResourceStorage storage) {
    layers.forEach(((LayerStore) storage.hashes())::add);
  }

  byte[] content(int entry) {
    return contents.getOrDefault(String.join("/", manifest.files().path(entry)), new byte[0]);
  }

  /** A piece's bytes, as the network delivers them. */
  ByteBuf piece(int piece) {
    FileTree tree = manifest.files();
    int entry = tree.entryOf(piece);
    int begin = (piece - tree.firstPiece(entry)) * PIECE;
    return Sample.direct(Arrays.copyOfRange(content(entry), begin, begin + tree.pieceSize(piece)));
  }

  /** The entry of a path. */
  public int entry(String path) {
    return manifest.files().find(List.of(path.split("/")));
  }

  public int firstPiece(String path) {
    return manifest.files().firstPiece(entry(path));
  }

  /** Writes and verifies pieces, and waits until the storage has said so. */
  public void fetch(Scene scene, ResourceStorage storage, int... pieces) {
    int news = scene.heard.news().size();
    for (int piece : pieces) {
      storage.write(piece, 0, piece(piece));
      storage.verify(piece);
    }
    scene.heard.waitFor(news + pieces.length);
  }

  public InfoHash infoHash() {
    return manifest.infoHash();
  }

  /** Makes the tree without an agent. */
  public Path writeTo(Path root) throws IOException {
    for (Map.Entry<String, byte[]> file : contents.entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
      if (file.getKey().startsWith("bin/")) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    Files.createSymbolicLink(root.resolve("bin/latest"), Path.of("run"));
    Files.createSymbolicLink(root.resolve("weights/up"), Path.of("../README.md"));
    Files.createDirectories(root.resolve("logs/old"));
    return root;
  }

  /** All that lies in a folder: what each entry is, and what is in it. */
  public static Map<String, String> listing(Path root) throws IOException {
    Map<String, String> listing = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        listing.put(root.relativize(path).toString(), describe(path));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return listing;
  }

  private static String describe(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link to " + Files.readSymbolicLink(path);
    }
    if (Files.isDirectory(path, NOFOLLOW_LINKS)) {
      return "folder";
    }
    return (Files.isExecutable(path) ? "executable " : "file ")
        + HexFormat.of().formatHex(Sha256.digest().digest(Files.readAllBytes(path)));
  }
}
