package io.torrentinno.agent.reuse;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.manifests.ManifestSlice;
import io.torrentinno.agent.content.state.HintsFile;
import io.torrentinno.protocol.hints.HintsException;
import io.torrentinno.protocol.wire.HintMessage.HintsPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes copy hints that arrive in parts, and keeps them for other peers. Parts come on one event
 * loop; they are read and stored on another thread.
 */
public final class HintIntake {
  private static final Logger log = LoggerFactory.getLogger(HintIntake.class);

  private final LocalContent content;
  private final HintsFile file;
  private final Executor background;
  private ByteArrayOutputStream arrived = new ByteArrayOutputStream();

  /**
   * Nothing has arrived.
   *
   * @param content gets the hints
   * @param background for what blocks
   */
  public HintIntake(LocalContent content, HintsFile file, Executor background) {
    this.content = content;
    this.file = file;
    this.background = background;
  }

  /** Reads a part of the hints that are stored; blocks. */
  public ManifestSlice read(int begin, int length) throws StorageException {
    return file.read(begin, length);
  }

  /**
   * Takes a part: the first one, or the one that follows the last.
   *
   * @param read called on any thread when hints were read or are useless; true when no other hints
   *     are needed
   */
  public void take(HintsPart part, Consumer<Boolean> read) {
    if (part.begin() == 0) {
      arrived = new ByteArrayOutputStream();
    }
    arrived.writeBytes(part.bytes().toArray());
    try {
      if (part.begin() == 0 && !content.mayTake(arrived.toByteArray(), part.total())) {
        drop();
        read.accept(true);
        return;
      }
    } catch (HintsException e) {
      log.debug("Copy hints are not taken: {}", e.getMessage());
      drop();
      read.accept(false);
      return;
    }
    if (arrived.size() == part.total()) {
      byte[] document = arrived.toByteArray();
      arrived = new ByteArrayOutputStream();
      background.execute(() -> read.accept(isTaken(document)));
    }
  }

  /** Forgets what has arrived of hints. */
  public void drop() {
    arrived = new ByteArrayOutputStream();
    content.takeNothing();
  }

  private boolean isTaken(byte[] document) {
    try {
      content.take(document);
    } catch (HintsException e) {
      log.debug("Copy hints are not used: {}", e.getMessage());
      content.takeNothing();
      return false;
    }
    try {
      file.write(document);
    } catch (IOException e) {
      log.warn("Copy hints are not passed on: {}", StorageException.why(e));
    }
    return true;
  }
}
