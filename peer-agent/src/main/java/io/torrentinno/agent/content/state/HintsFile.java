package io.torrentinno.agent.content.state;

import static java.nio.file.StandardOpenOption.READ;

import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.manifests.ManifestSlice;
import io.torrentinno.protocol.model.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The copy hints of one resource, in the form in which peers receive them. All calls block.
 *
 * @param folder the folder with the state of the resource
 */
public record HintsFile(Path folder) {
  private static final String NAME = "hints";

  /** Stores a document, in place of the one before. */
  public void write(byte[] document) throws IOException {
    AtomicFiles.write(folder, NAME, document);
  }

  /**
   * Reads a part of the document. Without hints, the part is empty and the total is 0.
   *
   * @param begin offset of the first byte
   * @param length the most bytes to read; fewer are returned at the end of the document
   */
  public ManifestSlice read(int begin, int length) throws StorageException {
    Path path = folder.resolve(NAME);
    try (FileChannel file = FileChannel.open(path, READ)) {
      int total = Math.toIntExact(file.size());
      ByteBuffer bytes = ByteBuffer.allocate(Math.clamp((long) total - begin, 0, length));
      while (bytes.hasRemaining() && file.read(bytes, (long) begin + bytes.position()) >= 0) {
        // The condition reads.
      }
      return new ManifestSlice(total, Bytes.copyOf(bytes.array()));
    } catch (NoSuchFileException e) {
      return new ManifestSlice(0, Bytes.copyOf());
    } catch (IOException e) {
      throw StorageException.of(path, e);
    }
  }
}
