package io.torrentinno.agent.content.hashes;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.torrentinno.protocol.merkle.PieceLayer;
import io.torrentinno.protocol.model.PieceHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Piece layers on disk. The number of a layer gives the place of its hashes. A layer that was never
 * saved is a hole. A layer is believed only when it gives the right root. Blocking.
 */
final class LayerFile {
  private static final Logger log = LoggerFactory.getLogger(LayerFile.class);
  private static final int HASH = PieceHash.LENGTH;

  private final Path path;
  private final LayerSlots slots;

  LayerFile(Path path, LayerSlots slots) {
    this.path = path;
    this.slots = slots;
  }

  /** Passes on the layers that are saved and right. */
  void load(ObjIntConsumer<PieceLayer> each) {
    try (FileChannel file = FileChannel.open(path, READ)) {
      for (int slot = 0; slot < slots.count(); slot++) {
        byte[] hashes = new byte[slots.shape(slot).pieces() * HASH];
        if (read(file, hashes, position(slot)) && !isHole(hashes)) {
          PieceLayer layer = new PieceLayer(slots.shape(slot), hashes);
          if (layer.root().equals(slots.root(slot))) {
            each.accept(layer, slot);
          }
        }
      }
    } catch (NoSuchFileException e) {
      log.debug("{} has no layers yet, or is removed", path);
    } catch (IOException e) {
      log.warn("{} can't be read, so peers are asked for its hashes: {}", path, e.getMessage());
    }
  }

  /** Writes layers and forces them onto the disk. */
  void save(Map<Integer, PieceLayer> layers) throws IOException {
    try (FileChannel file = FileChannel.open(path, CREATE, WRITE)) {
      for (Map.Entry<Integer, PieceLayer> layer : layers.entrySet()) {
        ByteBuffer hashes = ByteBuffer.wrap(layer.getValue().toBytes());
        for (long at = position(layer.getKey()); hashes.hasRemaining(); ) {
          at += file.write(hashes, at);
        }
      }
      file.force(false);
    }
  }

  private long position(int slot) {
    return (long) slots.begin(slot) * HASH;
  }

  /** False when the file ends before. */
  private static boolean read(FileChannel file, byte[] target, long position) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(target);
    while (rest.hasRemaining()) {
      if (file.read(rest, position + rest.position()) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHole(byte[] hashes) {
    for (int i = 0; i < HASH; i++) {
      if (hashes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
