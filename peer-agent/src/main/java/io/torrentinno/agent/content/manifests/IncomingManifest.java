package io.torrentinno.agent.content.manifests;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.manifest.ManifestTexts;
import io.torrentinno.agent.manifest.ManifestThreads;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.envelope.Envelope;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.Sha256;
import io.torrentinno.protocol.signature.SignedMessage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The text of a manifest while it arrives. It is in a file, so it takes no memory. Calls block;
 * only one thread at a time may call.
 */
public final class IncomingManifest implements AutoCloseable {
  private final Path file;
  private final ManifestThreads threads;
  private @Nullable FileChannel out;

  IncomingManifest(Path file, ManifestThreads threads) {
    this.file = file;
    this.threads = threads;
  }

  /** Deletes the bytes that have arrived, and starts with an empty file. */
  public void begin() throws StorageException {
    try {
      closeFile();
      Files.createDirectories(file.getParent());
      AtomicFiles.makeWay(file);
      out = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE);
    } catch (IOException e) {
      throw StorageException.of(file, e);
    }
  }

  /** Writes bytes at the end. */
  public void append(Bytes bytes) throws StorageException {
    FileChannel open = out;
    if (open == null) {
      throw new IllegalStateException("no part of the manifest has arrived");
    }
    try {
      ByteBuffer rest = ByteBuffer.wrap(bytes.toArray());
      while (rest.hasRemaining()) {
        open.write(rest);
      }
    } catch (IOException e) {
      throw StorageException.of(file, e);
    }
  }

  /** The number of bytes that have arrived. */
  public long size() throws StorageException {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw StorageException.of(file, e);
    }
  }

  /** Whether this info-hash is the hash of the bytes that have arrived. */
  public boolean hasHash(InfoHash infoHash) throws StorageException {
    MessageDigest digest = Sha256.digest();
    try (InputStream text = new DigestInputStream(Files.newInputStream(file), digest)) {
      text.transferTo(OutputStream.nullOutputStream());
      return infoHash.equals(InfoHash.of(digest.digest(), 0));
    } catch (IOException e) {
      throw StorageException.of(file, e);
    }
  }

  /**
   * Reads the bytes that have arrived: an info document (version 2), or a manifest of version 1.
   *
   * @param version 1 or 2
   * @throws ManifestException when the bytes are not such a document
   * @throws java.util.concurrent.CancellationException when the reading was cancelled
   */
  public ResourceManifest read(int version, Cancellation cancellation)
      throws ManifestException, StorageException {
    try {
      return threads.call(Files.size(file), () -> read(version), cancellation);
    } catch (IOException e) {
      throw StorageException.of(file, e);
    }
  }

  private ResourceManifest read(int version) throws ManifestException, IOException {
    return version == 1
        ? ManifestTexts.readVersion1(this::open)
        : ManifestTexts.readInfo(this::open, Envelope.EMPTY);
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(Files.newInputStream(file));
  }

  /** Deletes the file. */
  @Override
  public void close() throws StorageException {
    try {
      closeFile();
      AtomicFiles.makeWay(file);
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw StorageException.of(file, e);
    }
  }

  private void closeFile() throws IOException {
    FileChannel open = out;
    out = null;
    if (open != null) {
      open.close();
    }
  }

  /** The message that the signatures of a manifest sign; the manifest was read from this file. */
  public SignedMessage signed(ResourceManifest manifest) throws StorageException {
    try {
      return threads.call(manifest.heapBytes(), () -> SignedMessage.of(manifest::writeSigned));
    } catch (ManifestException e) {
      throw new IllegalStateException("a manifest that was valid", e);
    } catch (IOException e) {
      throw StorageException.of(file, e);
    }
  }
}
