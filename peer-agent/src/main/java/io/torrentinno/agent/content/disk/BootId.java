package io.torrentinno.agent.content.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names one run of the machine, from its start to its end. During a run the page cache keeps the
 * bytes that a killed process wrote.
 *
 * @param value chosen by the kernel at boot; zero when it is not known
 */
public record BootId(UUID value) {
  public static final BootId UNKNOWN = new BootId(new UUID(0, 0));

  private static final Logger log = LoggerFactory.getLogger(BootId.class);
  private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

  /** The run of this machine, which Linux names. */
  public static BootId current() {
    try {
      return new BootId(UUID.fromString(Files.readString(LINUX).strip()));
    } catch (IOException | IllegalArgumentException e) {
      log.debug("The kernel has no boot id, so pieces are hashed again after a crash", e);
      return UNKNOWN;
    }
  }

  /** Whether both are known and equal. */
  public boolean isSame(BootId other) {
    return !equals(UNKNOWN) && equals(other);
  }
}
