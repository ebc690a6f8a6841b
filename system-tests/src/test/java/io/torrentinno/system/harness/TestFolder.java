package io.torrentinno.system.harness;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Folders of the shapes that people move, and what is in them. Folders of different names have
 * different bytes: an agent copies what it has already, and then fetches nothing.
 */
public final class TestFolder {
  private static final int BIG = 6_000_000;

  private TestFolder() {}

  /** A model repository: few big files, small ones beside them, and a link to one of them. */
  public static Path model(Path root) throws IOException {
    Random random = random(root);
    write(root.resolve("model-00001-of-00002.safetensors"), random, BIG);
    write(root.resolve("model-00002-of-00002.safetensors"), random, BIG - 1);
    write(root.resolve("config.json"), random, 700);
    write(root.resolve("tokenizer/vocab.json"), random, 70_000);
    write(root.resolve("tokenizer/größe.txt"), random, 65_536);
    Files.createSymbolicLink(root.resolve("latest"), Path.of("model-00002-of-00002.safetensors"));
    Files.createSymbolicLink(root.resolve("tokenizer/up"), Path.of("../config.json"));
    Files.createDirectories(root.resolve("logs/empty"));
    return root;
  }

  /** A source tree: many small files in nested folders, empty ones, and scripts. */
  public static Path source(Path root) throws IOException {
    Random random = random(root);
    for (int i = 0; i < 400; i++) {
      Path file = root.resolve("src/module " + i % 7 + "/p" + i % 13 + "/File" + i + ".java");
      write(file, random, random.nextInt(12_000));
    }
    write(root.resolve("build.sh"), random, 300);
    Files.setPosixFilePermissions(
        root.resolve("build.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
    write(root.resolve("src/package.html"), random, 0);
    Files.createSymbolicLink(root.resolve("docs"), Path.of("src/module 0"));
    return root;
  }

  private static Random random(Path root) {
    return new Random(root.getFileName().toString().hashCode());
  }

  private static void write(Path file, Random random, int size) throws IOException {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /** As {@code diff -r --no-dereference} compares: what each entry is, and what is in it. */
  public static Map<String, String> listing(Path root) throws IOException {
    Map<String, String> listing = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.toList()) {
        listing.put(root.relativize(path).toString(), describe(path));
      }
    }
    return listing;
  }

  private static String describe(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link to " + Files.readSymbolicLink(path);
    }
    return Files.isDirectory(path, NOFOLLOW_LINKS)
        ? "folder"
        : (Files.isExecutable(path) ? "executable " : "file ") + TestFile.sha256(path);
  }
}
