package io.torrentinno.agent.content.state;

import static java.nio.file.StandardOpenOption.WRITE;

import io.torrentinno.agent.content.disk.FileNames;
import io.torrentinno.agent.content.disk.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Deletes the state of a data folder that is not needed any more. */
public final class UnusedState {
  /** The token file, which a person has made for the agent of this folder. */
  private static final String TOKENS = "tokens";

  private UnusedState() {}

  /**
   * Deletes the state of a data folder if it has no resource, no share and no token file, and no
   * agent uses it.
   *
   * @throws StorageException {@link StorageException.Reason#IO} when the state can't be deleted
   */
  public static void delete(Path dataFolder) throws StorageException {
    Path state = dataFolder.resolve(FileNames.STATE_FOLDER);
    try (FileChannel lock = FileChannel.open(state.resolve(StateFolder.LOCK), WRITE)) {
      if (lock.tryLock() != null && !isNeeded(state)) {
        deleteAll(state);
      }
    } catch (OverlappingFileLockException | NoSuchFileException e) {
      return; // It is in use, or there is none.
    } catch (IOException e) {
      throw StorageException.of(state, e);
    }
  }

  private static boolean isNeeded(Path state) throws IOException {
    if (Files.exists(state.resolve(TOKENS))) {
      return true;
    }
    for (String kind : List.of(StateFolder.RESOURCES, StateFolder.SHARES)) {
      Path folder = state.resolve(kind);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> entries = Files.list(folder)) {
          if (entries.findAny().isPresent()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static void deleteAll(Path state) throws IOException {
    try (Stream<Path> all = Files.walk(state)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
