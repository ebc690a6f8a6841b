package io.torrentinno.agent.content.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.protocol.model.FileName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Empty files that show for a moment what a file system can do. */
public final class Probes {
  private static final Logger log = LoggerFactory.getLogger(Probes.class);
  private static final Pattern NAME =
      Pattern.compile(Pattern.quote(FileName.RESERVED_PREFIX) + "\\d+-probe.*");

  private Probes() {}

  /**
   * Blocking. Deletes those that a process left in a folder when it was killed. No other agent may
   * write to the folder.
   */
  public static void deleteOld(Path folder) {
    try (DirectoryStream<Path> probes =
        Files.newDirectoryStream(folder, FileName.RESERVED_PREFIX + "*-probe*")) {
      for (Path probe : probes) {
        if (NAME.matcher(probe.getFileName().toString()).matches() && isEmpty(probe)) {
          Files.deleteIfExists(probe);
        }
      }
    } catch (IOException | RuntimeException e) {
      log.debug("Nothing is tidied in {}", folder, e); // They harm nobody.
    }
  }

  private static boolean isEmpty(Path probe) throws IOException {
    BasicFileAttributes file =
        Files.readAttributes(probe, BasicFileAttributes.class, NOFOLLOW_LINKS);
    return file.isRegularFile() && file.size() == 0;
  }
}
