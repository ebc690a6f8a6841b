package io.torrentinno.agent.signatures;

import io.torrentinno.protocol.signature.AllowedSigners;
import io.torrentinno.protocol.signature.SshFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file {@code allowed_signers}, which is read again when it has changed. While it can't be read,
 * the last list stays in use. Any thread may ask for the list; one at a time may read the file.
 */
public final class SignerFile implements Supplier<AllowedSigners> {
  private static final Logger log = LoggerFactory.getLogger(SignerFile.class);

  private final Path file;
  private byte[] text = new byte[0];
  private volatile AllowedSigners signers = AllowedSigners.NONE;
  private volatile @Nullable String problem;

  private SignerFile(Path file) {
    this.file = file;
  }

  /**
   * Reads the file for the first time.
   *
   * @throws IOException when it can't be read, or breaks the format; the message says why, and in
   *     which line
   */
  public static SignerFile open(Path file) throws IOException {
    SignerFile opened = new SignerFile(file);
    opened.read();
    return opened;
  }

  @Override
  public AllowedSigners get() {
    return signers;
  }

  /** Why the file could not be read the last time; null when it could. */
  public @Nullable String problem() {
    return problem;
  }

  /** Reads the file again; true when the list has changed. */
  public boolean reload() {
    try {
      boolean changed = read();
      if (changed || problem != null) {
        log.info("{} was read: {} allowed keys", file, signers.size());
      }
      problem = null;
      return changed;
    } catch (IOException e) {
      if (problem == null) {
        log.error("The list of allowed signers stays as it was: {}", e.getMessage());
      }
      problem = e.getMessage();
      return false;
    }
  }

  private boolean read() throws IOException {
    byte[] now;
    try (InputStream in = Files.newInputStream(file)) {
      now = in.readNBytes(AllowedSigners.MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    }
    if (Arrays.equals(now, text)) {
      return false;
    }
    try {
      signers = AllowedSigners.parse(new String(now, StandardCharsets.UTF_8));
    } catch (SshFormatException e) {
      throw new IOException(file + ", " + e.getMessage(), e);
    }
    text = now;
    return true;
  }
}
