package io.torrentinno.agent.api.adding;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.api.uploads.UploadFolder;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.manifest.download.ManifestUrlException;
import io.torrentinno.agent.manifest.download.ManifestUrls;
import io.torrentinno.protocol.manifest.ManifestException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Fetches manifests from web servers. */
@Component
final class ManifestDownload {
  private final ManifestUrls urls;
  private final UploadFolder uploads;
  private final ManifestBodies manifests;

  ManifestDownload(ManifestUrls urls, UploadFolder uploads, ManifestBodies manifests) {
    this.urls = urls;
    this.uploads = uploads;
    this.manifests = manifests;
  }

  /**
   * Blocking. Fetches a manifest, and calls {@code use} with it.
   *
   * @param url an {@code http} or {@code https} URL
   * @return the result of {@code use}
   * @throws RequestRefused when it is not such a URL, its address is not allowed, the download
   *     fails, or the document is not a manifest
   */
  <T> T fetch(String url, Function<ResourceManifest, T> use) throws IOException {
    Path file = uploads.scratch();
    try {
      return read(urls.fetch(url, file), file, use);
    } catch (ManifestUrlException e) {
      Problem problem =
          switch (e.reason()) {
            case BAD_URL -> Problem.BAD_MANIFEST_URL;
            case FORBIDDEN -> Problem.FORBIDDEN_ADDRESS;
            case UNAVAILABLE -> Problem.MANIFEST_UNAVAILABLE;
          };
      throw new RequestRefused(problem, String.valueOf(e.getMessage()), e);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private <T> T read(URI at, Path file, Function<ResourceManifest, T> use) throws IOException {
    try {
      return manifests.read(() -> Files.newInputStream(file), Files.size(file), use);
    } catch (ManifestException e) {
      throw new RequestRefused(Problem.BAD_MANIFEST, at + " has none: " + e.getMessage(), e);
    }
  }
}
