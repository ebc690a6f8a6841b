package io.torrentinno.agent.oneshot;

import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.cli.client.Reasons;
import io.torrentinno.agent.content.disk.FileNames;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.UnusedState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The folder that something is fetched into. While it is incomplete, a hidden folder has what a
 * later run needs to go on; a mark in it shows that no agent keeps its state there.
 */
final class GetFolder {
  private static final String MARK = "get";

  private final Path root;
  private final Path state;

  private GetFolder(Path root) {
    this.root = root;
    state = root.resolve(FileNames.STATE_FOLDER);
  }

  /**
   * Makes the folder, and marks it.
   *
   * @throws CommandFailed when it can't be written, or is the data folder of an agent
   */
  static GetFolder open(Path folder) {
    if (Files.isRegularFile(folder)) {
      throw new CommandFailed(
          folder
              + " is a file. -o names the folder to write to; --name gives the file another name.");
    }
    try {
      GetFolder opened = new GetFolder(Files.createDirectories(folder).toRealPath());
      opened.mark();
      return opened;
    } catch (IOException e) {
      throw new CommandFailed("Can't use the folder " + folder + ": " + Reasons.of(e), e);
    }
  }

  Path root() {
    return root;
  }

  /** Deletes the hidden folder, unless a later run can continue with its contents. */
  void tidy() {
    Path mark = state.resolve(MARK);
    try {
      if (Files.exists(mark)) {
        UnusedState.delete(root);
      }
    } catch (StorageException e) {
      throw new CommandFailed(
          "The file or folder is complete, but " + state + " can't be deleted: " + e.getMessage(),
          e);
    }
  }

  /** Deletes the rest of an unfinished folder when only some of its files were wanted. */
  static void deletePart(Path finished) {
    Path part = FileNames.partOf(finished);
    if (!Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(part)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new CommandFailed(
          "The files are complete, but " + part + " can't be deleted: " + Reasons.of(e), e);
    }
  }

  private void mark() throws IOException {
    Files.createDirectories(state);
    Path mark = state.resolve(MARK);
    if (Files.exists(mark)) {
      return;
    }
    try (Stream<Path> entries = Files.list(state)) {
      if (entries.findAny().isPresent()) {
        throw new CommandFailed(
            root
                + " is the data folder of an agent: use 'torrentinno add' there, or another folder"
                + " with -o.");
      }
    }
    Files.createFile(mark);
  }
}
