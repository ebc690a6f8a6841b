package io.torrentinno.agent.oneshot;

import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.cli.client.Reasons;
import io.torrentinno.agent.manifest.ManifestTexts;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.manifest.download.ManifestUrlException;
import io.torrentinno.agent.manifest.download.ManifestUrls;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.agent.memory.MemoryShortage;
import io.torrentinno.agent.outgoing.OutgoingGuard;
import io.torrentinno.agent.outgoing.OutgoingObserver;
import io.torrentinno.agent.outgoing.OutgoingRules;
import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestReader;
import io.torrentinno.protocol.model.MagnetLink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The manifest or link to be fetched, as a person names it. */
sealed interface GetSource {
  /** The longest manifest, as the REST API takes it. */
  long MOST_BYTES = 128L << 20;

  /** Adds it to an agent. */
  Added addTo(TorrentAgent agent, GetChoice choice);

  /**
   * Reads what a person wrote. Opens and fetches nothing.
   *
   * @param text a link, a URL, the name of a file, or {@code -}
   * @throws CommandFailed when it is a broken link
   */
  static GetSource of(String text) {
    String stripped = text.strip();
    if (begins(stripped, "magnet:")) {
      try {
        return new Link(MagnetLink.parseAny(stripped));
      } catch (IllegalArgumentException e) {
        throw new CommandFailed("The magnet link is not valid: " + e.getMessage() + ".", e);
      }
    }
    return begins(stripped, "http://") || begins(stripped, "https://")
        ? new Url(stripped)
        : text.equals("-") ? new Input() : new File(Path.of(text));
  }

  private static boolean begins(String link, String scheme) {
    return link.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  /** A magnet link. */
  record Link(MagnetLink link) implements GetSource {
    @Override
    public Added addTo(TorrentAgent agent, GetChoice choice) {
      return agent.add(link, choice.placement(), choice.files());
    }
  }

  /** A manifest in a file. */
  record File(Path file) implements GetSource {
    @Override
    public Added addTo(TorrentAgent agent, GetChoice choice) {
      return GetSource.add(agent, choice, file, file.toString());
    }
  }

  /** A manifest on the standard input. */
  record Input() implements GetSource {
    private static final int BUFFER = 64 << 10;

    @Override
    public Added addTo(TorrentAgent agent, GetChoice choice) {
      return GetSource.addTemporary(
          agent,
          choice,
          file -> {
            copy(System.in, file);
            return "the standard input";
          });
    }

    private static void copy(InputStream in, Path file) throws IOException {
      byte[] buffer = new byte[BUFFER];
      long length = 0;
      try (OutputStream out = Files.newOutputStream(file)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          length += read;
          if (length > MOST_BYTES) {
            throw new CommandFailed("The standard input has more than a manifest can have.");
          }
          out.write(buffer, 0, read);
        }
      }
    }
  }

  /** A manifest on a web server. */
  record Url(String url) implements GetSource {
    @Override
    public Added addTo(TorrentAgent agent, GetChoice choice) {
      return GetSource.addTemporary(
          agent,
          choice,
          file -> {
            ManifestUrls urls =
                new ManifestUrls(new OutgoingGuard(OutgoingRules.strict(), OutgoingObserver.NONE));
            URI at = urls.fetchTyped(url, file);
            return at.toString();
          });
    }
  }

  /** Writes a manifest into a file. */
  @FunctionalInterface
  interface Fetch {
    /** Returns the name of its source, for people. */
    String into(Path file) throws IOException, ManifestUrlException;
  }

  private static Added addTemporary(TorrentAgent agent, GetChoice choice, Fetch fetch) {
    try {
      Path file = Files.createTempFile("torrentinno-", ".json");
      try {
        return add(agent, choice, file, fetch.into(file));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new CommandFailed("Can't store the manifest: " + Reasons.of(e), e);
    } catch (ManifestUrlException e) {
      throw new CommandFailed("Can't fetch the manifest: " + e.getMessage(), e);
    }
  }

  private static Added add(TorrentAgent agent, GetChoice choice, Path file, String name) {
    try {
      long length = Files.size(file);
      if (length > MOST_BYTES) {
        throw new CommandFailed(name + " is larger than a manifest can be.");
      }
      try (MemoryBudget.Reservation _ =
          agent
              .services()
              .manifestMemory()
              .reserve(ManifestReader.memoryFor(length), Duration.ZERO)) {
        ResourceManifest manifest = ManifestTexts.read(() -> Files.newInputStream(file));
        return agent.add(manifest, choice.placement(), choice.files());
      }
    } catch (ManifestException e) {
      throw new CommandFailed(name + " is not a manifest: " + e.getMessage(), e);
    } catch (MemoryShortage e) {
      throw new CommandFailed(name + " is too large: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandFailed("Can't read the manifest " + name + ": " + Reasons.of(e), e);
    } catch (ResourceException e) {
      throw new CommandFailed(GetAdvice.of(String.valueOf(e.getMessage())), e);
    }
  }
}
