package io.torrentinno.agent.resource.stored;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the unfinished downloads of removed resources outside the data folder. There another
 * agent may write, too. So a part is this agent's only as long as it is what was left. Blocking.
 */
public final class LeftParts {
  private static final Logger log = LoggerFactory.getLogger(LeftParts.class);

  /** A part that is left while so many are remembered is not this agent's any more. */
  private static final int MOST = 1000;

  private final Path folder;
  private final Path dataFolder;

  public LeftParts(StateFolder state) {
    folder = state.leftParts();
    dataFolder = state.places().root();
  }

  /**
   * Remembers the part of a resource that is being removed, or that there is none. When that can't
   * be stored, the part is refused later.
   */
  public void note(SavedResource removed) {
    if (removed.inPlace() || removed.file().startsWith(dataFolder)) {
      return;
    }
    Path note = note(removed.infoHash());
    try {
      if (!ContentRemoval.hasPart(removed)) {
        Files.deleteIfExists(note);
      } else if (hasRoom()) {
        byte[] text = describe(removed).getBytes(UTF_8);
        AtomicFiles.write(AtomicFiles.makeFolder(folder), removed.infoHash().toString(), text);
      }
    } catch (StorageException | IOException e) {
      log.warn(
          "{} will not be taken when {} is added again: {}",
          removed.part(),
          removed.infoHash(),
          e.getMessage());
    }
  }

  /** Whether the part of a resource is what the agent has left when it removed the resource. */
  public boolean isOwn(SavedResource added) throws StorageException {
    try {
      String left = Files.readString(note(added.infoHash()), UTF_8);
      return left.equals(describe(added));
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw StorageException.of(folder, e);
    }
  }

  private Path note(InfoHash infoHash) {
    return folder.resolve(infoHash.toString());
  }

  /** Forgets the parts that are gone when there are too many. */
  private boolean hasRoom() throws IOException {
    if (!Files.isDirectory(folder) || count() < MOST) {
      return true;
    }
    List<Path> all;
    try (Stream<Path> notes = Files.list(folder)) {
      all = notes.toList();
    }
    for (Path each : all) {
      String text = Files.readString(each, UTF_8);
      if (!Files.exists(Path.of(text.substring(text.indexOf('\n') + 1)))) {
        Files.delete(each);
      }
    }
    return count() < MOST;
  }

  private long count() throws IOException {
    try (Stream<Path> notes = Files.list(folder)) {
      return notes.count();
    }
  }

  /** Differs when anybody has written the part since, or made it anew; the path stands last. */
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
