package io.torrentinno.agent.runtime;

import io.torrentinno.agent.runtime.ResourceException.Reason;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.manifest.ManifestBuilder;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Makes manifests of files on this machine.
 *
 * @param trackerHost the tracker that they name
 * @param trackerPort its port
 */
record ManifestMaker(String trackerHost, int trackerPort, InstantSource clock) {
  /**
   * Reads and hashes a file.
   *
   * @param size the file's bytes, as they were when it was looked at
   * @throws ResourceException when the file is empty, changes meanwhile or can't be read, or the
   *     request asks for what no manifest can say
   */
  Manifest make(Path file, long size, String name, ShareRequest request) {
    if (size == 0) {
      throw new ResourceException(Reason.EMPTY_FILE, "there is nothing in " + file);
    }
    ManifestHeader header =
        new ManifestHeader(trackerHost, trackerPort, request.comment(), clock.instant(), name);
    Integer asked = request.pieceSize();
    int pieceSize = asked == null ? ManifestBuilder.defaultPieceSize(size) : asked;
    try (InputStream in = Files.newInputStream(file)) {
      return new ManifestBuilder(header, pieceSize).build(in, size);
    } catch (ManifestException e) {
      Reason reason =
          e.reason() == ManifestException.Reason.WRONG_SIZE
              ? Reason.FILE_CHANGED
              : Reason.BAD_REQUEST;
      throw new ResourceException(reason, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new ResourceException(Reason.STORAGE, "can't read " + file + ": " + e, e);
    }
  }
}
