package io.torrentinno.agent.content.manifests;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.AtomicFiles.NewFile;
import io.torrentinno.agent.manifest.ManifestTexts;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestReader;
import io.torrentinno.protocol.manifest.ManifestWriter;
import io.torrentinno.protocol.manifest.envelope.Envelope;
import io.torrentinno.protocol.manifest.envelope.EnvelopeWriter;
import io.torrentinno.protocol.model.Bytes;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files with the manifest of a resource. Version 1: {@code manifest.json} and, when the
 * manifest has signatures, {@code signatures.json}, a list of texts. Version 2: {@code info.json},
 * which is the info document byte for byte, and {@code envelope.json}.
 *
 * @param folder the folder with the state of the resource
 */
public record ManifestFiles(Path folder) {
  private static final String MANIFEST = "manifest.json";
  private static final String INFO = "info.json";
  private static final String ENVELOPE = "envelope.json";
  private static final String SIGNATURES = "signatures.json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Whether there is a manifest. A resource exists when it has a manifest. */
  public boolean exist() {
    return mayExist(MANIFEST) || mayExist(INFO);
  }

  /** Whether there is such a file, or there may be one because the look-up failed. */
  private boolean mayExist(String name) {
    return !Files.notExists(folder.resolve(name), NOFOLLOW_LINKS);
  }

  /** The version of the manifest, 1 or 2, which the names of the files show. */
  public int version() {
    return mayExist(MANIFEST) ? 1 : 2;
  }

  /** The file that has the manifest. */
  public Path path() {
    return folder.resolve(version() == 1 ? MANIFEST : INFO);
  }

  public ResourceManifest read() throws ManifestException, IOException {
    if (version() == 1) {
      try (InputStream text = Files.newInputStream(path())) {
        return ManifestV1.of(ManifestReader.read(text)).withSignatures(signatures());
      } catch (IllegalArgumentException e) {
        throw new IOException(SIGNATURES + ": " + e.getMessage(), e);
      }
    }
    return ManifestTexts.readStored(
        () -> new BufferedInputStream(Files.newInputStream(folder.resolve(INFO))), envelope());
  }

  private Envelope envelope() throws ManifestException, IOException {
    if (!mayExist(ENVELOPE)) {
      return Envelope.EMPTY;
    }
    try {
      return Envelope.parse(Files.readAllBytes(folder.resolve(ENVELOPE)));
    } catch (ManifestException e) {
      throw new ManifestException(e.reason(), ENVELOPE + ": " + e.getMessage());
    }
  }

  /** Writes the file by which the resource exists last. */
  public void write(ResourceManifest manifest) throws IOException {
    switch (manifest) {
      case ManifestV1 one -> {
        if (!one.signatures().isEmpty()) {
          writeSignatures(one);
        }
        AtomicFiles.write(folder, MANIFEST, out -> ManifestWriter.write(one.manifest(), out));
      }
      case ManifestV2 two -> {
        byte[] envelope = two.envelope().toBytes();
        AtomicFiles.write(
            folder,
            List.of(
                new NewFile(ENVELOPE, out -> out.write(envelope)),
                new NewFile(INFO, two.bytes()::writeTo)));
      }
    }
  }

  void writeEnvelope(Envelope envelope) throws IOException {
    AtomicFiles.write(folder, ENVELOPE, envelope.toBytes());
  }

  /** Replaces the signatures of a stored manifest. */
  public void writeSignatures(ResourceManifest manifest) throws IOException {
    switch (manifest) {
      case ManifestV1 one ->
          AtomicFiles.write(folder, SIGNATURES, JSON.writeValueAsBytes(one.signatures()));
      case ManifestV2 two -> writeEnvelope(two.envelope());
    }
  }

  private List<String> signatures() throws IOException {
    if (!mayExist(SIGNATURES)) {
      return List.of();
    }
    try {
      String[] texts =
          JSON.readValue(Files.readAllBytes(folder.resolve(SIGNATURES)), String[].class);
      return List.of(texts);
    } catch (JacksonException | NullPointerException e) {
      throw new IOException(SIGNATURES + " is not a list of texts", e);
    }
  }

  /** Writes the message that the signatures sign. */
  void exportSigned(ResourceManifest manifest, OutputStream out) throws IOException {
    InputStream stored = manifest.version() == 1 ? null : openInfo();
    if (stored == null) {
      manifest.writeSigned(out);
      return;
    }
    try (stored) {
      stored.transferTo(out);
    }
  }

  /** Writes a manifest with which others can add the resource. */
  void export(ResourceManifest manifest, OutputStream out) throws IOException {
    switch (manifest) {
      case ManifestV1 one -> ManifestWriter.write(one.manifest(), out);
      case ManifestV2 two -> {
        InputStream stored = openInfo();
        if (stored == null) {
          EnvelopeWriter.write(two.envelope(), two.bytes()::writeTo, two.infoHash(), out);
          return;
        }
        try (stored) {
          EnvelopeWriter.write(two.envelope(), stored::transferTo, two.infoHash(), out);
        }
      }
    }
  }

  /** Opens the info document; null when the removal of the resource has deleted the file. */
  private @Nullable InputStream openInfo() throws IOException {
    try {
      return Files.newInputStream(folder.resolve(INFO));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Reads a part of the text that peers receive; it has fewer bytes at the end of the text. */
  ManifestSlice slice(int begin, int length) throws IOException {
    Path version1 = folder.resolve(MANIFEST);
    Path text = Files.exists(version1) ? version1 : folder.resolve(INFO);
    try (FileChannel file = FileChannel.open(text, READ)) {
      int total = Math.toIntExact(file.size());
      ByteBuffer bytes = ByteBuffer.allocate(Math.clamp((long) total - begin, 0, length));
      while (bytes.hasRemaining()) {
        if (file.read(bytes, (long) begin + bytes.position()) < 0) {
          throw new EOFException();
        }
      }
      return new ManifestSlice(total, Bytes.copyOf(bytes.array()));
    }
  }

  /** Deletes all files, and first the one by which the resource exists. */
  public void delete() throws IOException {
    for (String name : List.of(MANIFEST, INFO)) {
      AtomicFiles.makeWay(folder.resolve(name));
      Files.deleteIfExists(folder.resolve(name));
    }
  }
}
