package io.torrentinno.agent.api.adding;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.api.uploads.UploadFolder;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.protocol.manifest.ManifestException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Fetches manifests by URL, within bounds of time, size and redirects. */
@Component
final class ManifestDownload {
  static final int REDIRECTS = 5;
  private static final long SIZE_LIMIT = 128L << 20;

  /** Of an answer that has no manifest, which is thrown away. */
  private static final long OTHER_SIZE_LIMIT = 1L << 20;

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final Duration TOTAL_LIMIT = Duration.ofSeconds(60);
  private static final Set<Integer> REDIRECT_STATUSES = Set.of(301, 302, 303, 307, 308);

  private final UploadFolder uploads;
  private final ManifestBodies manifests;

  /** Made for the first URL: it reads every certificate that the JDK trusts. */
  private static final class Http {
    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .connectTimeout(ANSWER_LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER) // each hop is checked here
            .build();
  }

  ManifestDownload(UploadFolder uploads, ManifestBodies manifests) {
    this.uploads = uploads;
    this.manifests = manifests;
  }

  /**
   * Fetches one manifest and uses it.
   *
   * @param url {@code http} or {@code https}
   * @throws RequestRefused when it is no such URL, nothing could be fetched from it, or what came
   *     is no manifest
   */
  <T> T fetch(String url, Function<ResourceManifest, T> use) throws IOException {
    Path file = uploads.scratch();
    long deadline = System.nanoTime() + TOTAL_LIMIT.toNanos();
    try {
      URI at = parse(url);
      for (int hop = 0; hop <= REDIRECTS; hop++) {
        HttpResponse<?> response = get(at, file, deadline);
        if (response.statusCode() == 200) {
          return read(at, file, use);
        }
        at = next(at, response);
      }
      throw new RequestRefused(
          Problem.MANIFEST_UNAVAILABLE, url + " redirects more than " + REDIRECTS + " times");
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

  private static HttpResponse<?> get(URI at, Path file, long deadline) {
    HttpRequest request =
        HttpRequest.newBuilder(at)
            .timeout(ANSWER_LIMIT)
            .header("Accept", "application/json, */*;q=0.1")
            .build();
    CompletableFuture<? extends HttpResponse<?>> answer =
        Http.CLIENT.sendAsync(request, manifestTo(file));
    try {
      return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw unavailable(at, e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw unavailable(at, e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw unavailable(at, e);
    }
  }

  /** Only a manifest goes into the file, and replaces what may be there. */
  private static BodyHandler<?> manifestTo(Path file) {
    BodyHandler<Path> manifest =
        BodyHandlers.limiting(
            BodyHandlers.ofFile(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE),
            SIZE_LIMIT);
    return (BodyHandler<@Nullable Object>)
        answer ->
            answer.statusCode() == 200
                ? BodySubscribers.mapping(manifest.apply(answer), path -> path)
                : BodySubscribers.limiting(BodySubscribers.replacing(null), OTHER_SIZE_LIMIT);
  }

  private static URI next(URI at, HttpResponse<?> response) {
    String location = response.headers().firstValue("Location").orElse(null);
    if (location == null || !REDIRECT_STATUSES.contains(response.statusCode())) {
      throw new RequestRefused(
          Problem.MANIFEST_UNAVAILABLE, at + " answers with status " + response.statusCode());
    }
    URI next;
    try {
      next = parse(at.resolve(location).toString());
    } catch (IllegalArgumentException e) {
      throw unavailable(at, e);
    }
    if (isHttps(at) && !isHttps(next)) {
      throw new RequestRefused(
          Problem.BAD_MANIFEST_URL, at + " redirects from https to http: " + next);
    }
    return next;
  }

  private static boolean isHttps(URI uri) {
    return uri.getScheme().equalsIgnoreCase("https");
  }

  private static URI parse(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(Problem.BAD_MANIFEST_URL, "not a URL: " + url, e);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean isHttp = scheme.equals("http") || scheme.equals("https");
    if (isHttp && uri.getHost() == null && uri.getRawAuthority() != null) {
      throw new RequestRefused(
          Problem.BAD_MANIFEST_URL,
          "no URL may have this host's name; if it has an underscore, use its address: " + url);
    }
    if (!isHttp || uri.getHost() == null) {
      throw new RequestRefused(
          Problem.BAD_MANIFEST_URL, "not an http or https URL with a host: " + url);
    }
    return uri;
  }

  private static RequestRefused unavailable(URI at, @Nullable Throwable cause) {
    String why =
        switch (cause) {
          case null -> "failed";
          case TimeoutException _ -> "took longer than " + TOTAL_LIMIT.toSeconds() + " s";
          case HttpTimeoutException _ -> "did not answer within " + ANSWER_LIMIT.toSeconds() + " s";
          case ConnectException _ -> "could not be connected to";
          default -> "failed: " + cause.getMessage();
        };
    return new RequestRefused(Problem.MANIFEST_UNAVAILABLE, at + " " + why, cause);
  }
}
