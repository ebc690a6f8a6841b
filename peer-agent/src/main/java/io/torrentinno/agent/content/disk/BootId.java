package io.torrentinno.agent.content.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names one run of the machine, as long as its page cache lives: what a killed process wrote is
 * still there for the next one.
 *
 * @param value drawn by the kernel at boot; zero when it is not known
 */
public record BootId(UUID value) {
  public static final BootId UNKNOWN = new BootId(new UUID(0, 0));

  private static final Logger log = LoggerFactory.getLogger(BootId.class);
  private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

  /** That of this machine, as Linux tells it. */
  public static BootId current() {
    try {
      return new BootId(UUID.fromString(Files.readString(LINUX).strip()));
    } catch (IOException | IllegalArgumentException e) {
      log.debug("The kernel does not name its boot: pieces are hashed again after a crash", e);
      return UNKNOWN;
    }
  }

  /** Whether both are known and the same. */
  public boolean isSame(BootId other) {
    return !equals(UNKNOWN) && equals(other);
  }
}
