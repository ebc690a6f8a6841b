package io.torrentinno.agent.content.state;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.protocol.model.PeerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file with the peer-id of an agent. The id also shows whose state folder it is.
 *
 * @param folder the state folder
 */
record PeerIdFile(Path folder) {
  private static final Logger log = LoggerFactory.getLogger(PeerIdFile.class);
  private static final String NAME = "peer-id";

  /** Reads the id. Makes it when there is no file, which is at the first start. */
  PeerId readOrMake() throws IOException {
    if (Files.exists(path(), NOFOLLOW_LINKS)) {
      try {
        return PeerId.parse(text());
      } catch (IllegalArgumentException | IOException e) {
        log.warn(
            "{} has no valid peer-id, so the agent makes a new one: {}", path(), e.getMessage());
      }
    }
    PeerId made = PeerId.random(new SecureRandom());
    AtomicFiles.write(folder, NAME, (made + "\n").getBytes(StandardCharsets.US_ASCII));
    return made;
  }

  /**
   * Checks that the folder is still the one that was opened.
   *
   * @throws StorageException {@link StorageException.Reason#IO} when the folder is missing or has
   *     another id
   */
  void requireThere(PeerId expected, Path dataFolder) throws StorageException {
    String found;
    try {
      found = text();
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Reason.IO,
          "the data folder is gone: can't read " + path() + ". Bring it back, or restart the agent",
          e);
    }
    if (!found.equals(expected.toString())) {
      throw new StorageException(
          StorageException.Reason.IO,
          "another agent's data folder is in the place of " + dataFolder + ". Restart the agent");
    }
  }

  private Path path() {
    return folder.resolve(NAME);
  }

  private String text() throws IOException {
    return Files.readString(path(), StandardCharsets.ISO_8859_1).strip();
  }
}
