package io.torrentinno.agent.sharing;

import static java.util.Objects.requireNonNull;

import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.selection.FolderPart;
import io.torrentinno.protocol.model.InfoHash;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps shares that are under way on disk: {@code ID.json} says what is shared, {@code ID.hashes}
 * has the hashes so far.
 *
 * @param path the folder, which is made when it is needed
 */
record ShareFolder(Path path) {
  private static final Logger log = LoggerFactory.getLogger(ShareFolder.class);
  private static final String ENDING = ".json";
  private static final String HASHES = ".hashes";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * The form of {@code ID.json}. A part of a folder has {@code folder} instead of {@code file}, so
   * that an earlier release, which does not know parts, does not share the whole folder.
   */
  private record Saved(
      @Nullable String file,
      @Nullable String folder,
      String name,
      String comment,
      @Nullable Integer pieceSize,
      boolean uploaded,
      @Nullable Integer version,
      @Nullable String previous,
      @Nullable Integer previousPieceSize,
      @Nullable List<String> include) {
    Saved {
      requireNonNull(include == null ? file : folder, "file or folder");
      requireNonNull(name, "name");
      requireNonNull(comment, "comment");
    }

    static Saved of(ShareSource source) {
      ShareSource.Previous previous = source.previous();
      boolean whole = source.part().isWhole();
      return new Saved(
          whole ? source.file().toString() : null,
          whole ? null : source.file().toString(),
          source.name(),
          source.comment(),
          source.pieceSize(),
          source.uploaded(),
          source.version(),
          previous == null ? null : previous.infoHash().toString(),
          previous == null ? null : previous.pieceSize(),
          whole ? null : source.part().paths());
    }

    ShareSource source() {
      return new ShareSource(
          include == null
              ? new ShareSource.Content(Path.of(requireNonNull(file)), FolderPart.WHOLE, uploaded)
              : new ShareSource.Content(
                  Path.of(requireNonNull(folder)), FolderPart.of(include), uploaded),
          name,
          comment,
          new ShareSource.Format(
              pieceSize,
              version == null ? 1 : version,
              previous == null
                  ? null
                  : new ShareSource.Previous(InfoHash.parse(previous), previousPieceSize)));
    }
  }

  void save(Share share) throws IOException {
    make();
    AtomicFiles.write(path, share.id() + ENDING, JSON.writeValueAsBytes(Saved.of(share.source())));
  }

  /** The file with the hashes so far. */
  Path hashes(Share share) {
    return path.resolve(share.id() + HASHES);
  }

  void make() throws IOException {
    AtomicFiles.makeFolder(path);
  }

  void delete(Share share) {
    try {
      Files.deleteIfExists(path.resolve(share.id() + ENDING));
      Files.deleteIfExists(hashes(share));
    } catch (IOException e) {
      log.warn("A finished share cannot be deleted; trying again: {}", e.toString());
    }
  }

  /** The shares that were under way, by their ids. */
  Map<String, ShareSource> load() {
    Map<String, ShareSource> loaded = new HashMap<>();
    if (!Files.isDirectory(path)) {
      return loaded;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + ENDING)) {
      for (Path file : files) {
        load(file, loaded);
      }
      deleteHashesOfOthers(loaded);
    } catch (IOException e) {
      log.warn("Shares that were under way can't be read: {}", e.toString());
    }
    return loaded;
  }

  /** When the process is killed, a share that is not kept leaves its hashes behind. */
  private void deleteHashesOfOthers(Map<String, ShareSource> loaded) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + HASHES)) {
      for (Path file : files) {
        if (!loaded.containsKey(idOf(file, HASHES))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static String idOf(Path file, String ending) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - ending.length());
  }

  private static void load(Path file, Map<String, ShareSource> loaded) {
    try {
      Saved saved = JSON.readValue(Files.readAllBytes(file), Saved.class);
      if (saved == null) {
        throw new IOException("the document is null");
      }
      loaded.put(idOf(file, ENDING), saved.source());
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      log.warn(
          "{} is damaged ({}), so the file in it is not shared. Share the file again,"
              + " and delete this document",
          file,
          e.getClass().getSimpleName());
    }
  }
}
