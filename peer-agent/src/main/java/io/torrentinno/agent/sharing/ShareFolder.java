package io.torrentinno.agent.sharing;

import io.torrentinno.agent.content.disk.AtomicFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps shares on disk: {@code ID.json} says what is shared, and how the share has ended; {@code
 * ID.hashes} has the hashes so far.
 *
 * @param path the folder, which is made when it is needed
 * @param clock the time of day, because a share may end before a restart of the machine
 */
record ShareFolder(Path path, InstantSource clock) {
  private static final Logger log = LoggerFactory.getLogger(ShareFolder.class);
  private static final String ENDING = ".json";
  private static final String HASHES = ".hashes";
  private static final Duration OLDEST = Duration.ofDays(1);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * A stored share.
   *
   * @param end null when it was under way
   */
  record Loaded(String id, ShareSource source, @Nullable End end) {}

  /**
   * The end of a share.
   *
   * @param age how long ago it was
   */
  record End(Duration age, Share.Progress progress, Sharer.Outcome outcome) {}

  /** Stores a share that is under way. */
  void save(Share share) throws IOException {
    write(share, null);
  }

  /** Stores a share that has just ended. */
  void save(Share share, Sharer.Outcome outcome) throws IOException {
    write(share, StoredShare.Ended.of(clock.millis(), share.progress(), outcome));
    deleteHashes(share);
  }

  private void write(Share share, StoredShare.@Nullable Ended ended) throws IOException {
    make();
    byte[] document = JSON.writeValueAsBytes(StoredShare.of(share.source(), ended));
    AtomicFiles.write(path, share.id() + ENDING, document);
  }

  /** The file with the hashes so far. */
  Path hashes(Share share) {
    return path.resolve(share.id() + HASHES);
  }

  void make() throws IOException {
    AtomicFiles.makeFolder(path);
  }

  /** Forgets a share. */
  void delete(Share share) {
    try {
      Files.deleteIfExists(path.resolve(share.id() + ENDING));
      deleteHashes(share);
    } catch (IOException e) {
      log.warn(
          "The share {} cannot be deleted from the disk, so the next start may continue it: {}",
          share.id(),
          e.toString());
    }
  }

  private void deleteHashes(Share share) throws IOException {
    Files.deleteIfExists(hashes(share));
  }

  /** All stored shares. */
  List<Loaded> load() {
    List<Loaded> loaded = new ArrayList<>();
    if (!Files.isDirectory(path)) {
      return loaded;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + ENDING)) {
      for (Path file : files) {
        load(file, loaded);
      }
      deleteHashesOfOthers(loaded);
    } catch (IOException e) {
      log.warn("The stored shares can't be read: {}", e.toString());
    }
    return loaded;
  }

  /** When the process is killed, a share that is not stored leaves its hashes behind. */
  private void deleteHashesOfOthers(List<Loaded> loaded) throws IOException {
    Set<String> underWay =
        loaded.stream()
            .filter(each -> each.end == null)
            .map(Loaded::id)
            .collect(Collectors.toSet());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + HASHES)) {
      for (Path file : files) {
        if (!underWay.contains(idOf(file, HASHES))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static String idOf(Path file, String ending) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - ending.length());
  }

  private void load(Path file, List<Loaded> loaded) {
    try {
      StoredShare stored = JSON.readValue(Files.readAllBytes(file), StoredShare.class);
      if (stored == null) {
        throw new IOException("the document is null");
      }
      StoredShare.Ended ended = stored.ended();
      loaded.add(
          new Loaded(idOf(file, ENDING), stored.source(), ended == null ? null : end(ended)));
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      log.warn(
          "{} is damaged ({}), so the file in it is not shared. Share the file again,"
              + " and delete this document",
          file,
          e.getClass().getSimpleName());
    }
  }

  private End end(StoredShare.Ended ended) {
    // Somebody may have set the clock.
    long age = Math.clamp(clock.millis() - ended.at(), 0, OLDEST.toMillis());
    return new End(
        Duration.ofMillis(age),
        new Share.Progress(ended.size(), ended.hashed(), ended.hashed() > 0),
        ended.outcome());
  }
}
