package io.torrentinno.agent.resource.stored;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.torrentinno.agent.content.ContentRemoval;
import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.content.tree.TreePaths;
import io.torrentinno.agent.content.tree.TreeStamps;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.protocol.model.InfoHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The unfinished downloads of resources that were removed without their data. Blocking.
 *
 * <p>Outside the data folder another agent may write, too. So a part belongs to this agent only
 * while it is unchanged. Of a part with files of several pieces, the piece layers are kept, because
 * nothing else shows which of its pieces are right.
 */
public final class LeftParts {
  private static final Logger log = LoggerFactory.getLogger(LeftParts.class);

  /** The most parts that are recorded. A part without a record does not belong to this agent. */
  private static final int MOST = 1000;

  private static final String LAYERS = ".layers";

  private final StateFolder state;
  private final Path folder;
  private final Path dataFolder;

  public LeftParts(StateFolder state) {
    this.state = state;
    folder = state.leftParts();
    dataFolder = state.places().root();
  }

  /**
   * Records the part of a resource that is being removed, or that there is none. When that can't be
   * stored, the part is refused later, or fetched again.
   */
  public void note(SavedResource removed) {
    InfoHash infoHash = removed.infoHash();
    Path layers = state.verification().layers(removed);
    boolean isNeeded = !removed.file().startsWith(dataFolder) || Files.exists(layers);
    if (removed.inPlace() || !isNeeded) {
      return;
    }
    try {
      if (!ContentRemoval.hasPart(removed)) {
        forget(infoHash.toString());
      } else if (hasRoom()) {
        byte[] text = describe(removed).getBytes(UTF_8);
        AtomicFiles.write(AtomicFiles.makeFolder(folder), infoHash.toString(), text);
        move(layers, keptLayers(infoHash));
      }
    } catch (StorageException | IOException e) {
      log.warn(
          "{} will be refused, or fetched again, when {} is added again: {}",
          removed.part(),
          infoHash,
          e.getMessage());
    }
  }

  /**
   * Gives a resource that is being added the piece layers of its part, and forgets the part. When
   * the layers can't be given, peers are asked for them.
   */
  public void giveBack(SavedResource added) {
    InfoHash infoHash = added.infoHash();
    try {
      if (Files.exists(note(infoHash))) {
        Path layers = state.verification().layers(added);
        AtomicFiles.makeFolder(Objects.requireNonNull(layers.getParent()));
        move(keptLayers(infoHash), layers);
        forget(infoHash.toString());
      }
    } catch (IOException e) {
      log.warn("The hashes of {} are fetched again: {}", infoHash, StorageException.why(e));
    }
  }

  private static void move(Path layers, Path to) throws IOException {
    if (Files.exists(layers)) {
      Files.move(layers, to, REPLACE_EXISTING);
    }
  }

  private void forget(String infoHash) throws IOException {
    Files.deleteIfExists(folder.resolve(infoHash + LAYERS));
    Files.deleteIfExists(folder.resolve(infoHash));
  }

  /** Whether the part of a resource is what the agent has left when it removed the resource. */
  public boolean isOwn(SavedResource added) throws StorageException {
    try {
      return describe(added).equals(read(added.infoHash().toString()));
    } catch (IOException e) {
      throw StorageException.of(added.part(), e);
    }
  }

  private Path note(InfoHash infoHash) {
    return folder.resolve(infoHash.toString());
  }

  private Path keptLayers(InfoHash infoHash) {
    return folder.resolve(infoHash + LAYERS);
  }

  /** Forgets the parts that are gone when there are too many. */
  private boolean hasRoom() throws IOException {
    if (!Files.isDirectory(folder) || notes().size() < MOST) {
      return true;
    }
    for (String each : notes()) {
      if (!isThere(read(each))) {
        forget(each);
      }
    }
    return notes().size() < MOST;
  }

  /** The text of a note; empty when there is none, or it can't be read. */
  private String read(String infoHash) {
    try {
      return Files.readString(folder.resolve(infoHash), UTF_8);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      log.warn(
          "The note on the unfinished download of {} can't be read: {}",
          infoHash,
          StorageException.why(e));
      return "";
    }
  }

  private static boolean isThere(String note) {
    try {
      return Files.exists(Path.of(note.substring(note.indexOf('\n') + 1)));
    } catch (InvalidPathException e) {
      return false; // The note is damaged.
    }
  }

  private List<String> notes() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> !name.endsWith(LAYERS))
          .toList();
    }
  }

  /** A text that differs when the part was written or made again since. The path is last. */
  private static String describe(SavedResource resource) throws StorageException, IOException {
    Path part = resource.part();
    FileStamp stamp =
        resource.manifest() instanceof ManifestV2 manifest && manifest.isFolder()
            ? TreeStamps.scan(new TreePaths(part, manifest.files())).together()
            : FileStamp.of(part);
    long made = Files.readAttributes(part, BasicFileAttributes.class).creationTime().toMillis();
    return stamp.size() + " " + stamp.modified() + " " + stamp.fileId() + " " + made + "\n" + part;
  }
}
