package io.torrentinno.agent.content.state;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.protocol.model.Bytes32;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file with the secret from which an agent makes the keys of its announces. Only the agent's
 * user may read it.
 *
 * @param folder the state folder
 */
record AnnounceSecretFile(Path folder) {
  private static final Logger log = LoggerFactory.getLogger(AnnounceSecretFile.class);
  private static final String NAME = "announce-secret";

  /** Reads the secret. Makes it when there is no file, which is at the first start. */
  Bytes32 readOrMake() throws IOException {
    Path path = folder.resolve(NAME);
    if (Files.exists(path, NOFOLLOW_LINKS)) {
      try {
        return Bytes32.parse(Files.readString(path, StandardCharsets.ISO_8859_1).strip());
      } catch (IllegalArgumentException | IOException e) {
        log.warn("{} holds no secret, so this agent makes a new one", path, e);
      }
    }
    SecureRandom random = new SecureRandom();
    Bytes32 made =
        new Bytes32(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    AtomicFiles.writeSecret(folder, NAME, (made + "\n").getBytes(StandardCharsets.US_ASCII));
    return made;
  }
}
