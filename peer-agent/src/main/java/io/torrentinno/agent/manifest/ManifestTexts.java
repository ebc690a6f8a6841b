package io.torrentinno.agent.manifest;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestReader;
import io.torrentinno.protocol.manifest.envelope.Envelope;
import io.torrentinno.protocol.manifest.envelope.EnvelopeReader;
import io.torrentinno.protocol.manifest.v2.InfoDocument;
import io.torrentinno.protocol.manifest.v2.InfoReader;
import io.torrentinno.protocol.manifest.v2.InfoWriter;
import io.torrentinno.protocol.model.InfoHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads manifests of both versions. */
public final class ManifestTexts {
  private ManifestTexts() {}

  /** Where a text can be read from its start. */
  public interface Source {
    InputStream open() throws IOException;
  }

  /**
   * Reads a manifest of whichever version.
   *
   * @throws ManifestException when it breaks a rule; the message names the field
   */
  public static ResourceManifest read(Source text) throws ManifestException, IOException {
    boolean version2;
    try (InputStream start = text.open()) {
      version2 = EnvelopeReader.isVersion2(start);
    }
    try (InputStream in = text.open()) {
      if (!version2) {
        return ManifestV1.of(ManifestReader.read(in));
      }
      EnvelopeReader.Manifest<InfoDocument> read = EnvelopeReader.read(in, InfoReader::read);
      return manifest(read.info(), read.envelope(), text, true);
    }
  }

  /**
   * Reads a manifest of version 1.
   *
   * @throws ManifestException when it breaks a rule
   */
  public static ManifestV1 readVersion1(Source text) throws ManifestException, IOException {
    try (InputStream in = text.open()) {
      return ManifestV1.of(ManifestReader.read(in));
    }
  }

  /**
   * Reads an info document, which is all of the text.
   *
   * @throws ManifestException when it breaks a rule
   */
  public static ManifestV2 readInfo(Source text, Envelope envelope)
      throws ManifestException, IOException {
    try (InputStream in = text.open()) {
      return manifest(InfoReader.read(in), envelope, text, false);
    }
  }

  /**
   * As {@link #readInfo}, of a text that is in the state folder.
   *
   * @throws ManifestException when it breaks a rule
   */
  public static ManifestV2 readStored(Source text, Envelope envelope)
      throws ManifestException, IOException {
    try (InputStream in = text.open()) {
      InfoDocument document = InfoReader.read(in);
      return ManifestV2.stored(document.infoHash(), document.info(), envelope);
    }
  }

  /** A document that our writer would not write so is read again, to be kept byte for byte. */
  private static ManifestV2 manifest(
      InfoDocument document, Envelope envelope, Source text, boolean enveloped)
      throws ManifestException, IOException {
    InfoHash infoHash = document.infoHash();
    if (InfoWriter.infoHash(document.info()).equals(infoHash)) {
      return ManifestV2.of(document.info(), envelope);
    }
    try (InputStream in = text.open()) {
      byte[] bytes =
          enveloped ? EnvelopeReader.read(in, InputStream::readAllBytes).info() : in.readAllBytes();
      return new ManifestV2(infoHash, document.info(), envelope, new Kept(bytes));
    }
  }

  /** A document in memory. */
  private static final class Kept implements InfoBytes {
    private final byte[] bytes;

    Kept(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(bytes);
    }

    @Override
    public long heapBytes() {
      return bytes.length;
    }
  }
}
