package io.torrentinno.agent.manifest.download;

import io.torrentinno.agent.manifest.download.ManifestUrlException.Reason;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Fetches manifests by URL, within bounds of time, size and redirects. */
public final class ManifestUrls {
  public static final int REDIRECTS = 5;
  private static final long SIZE_LIMIT = 128L << 20;

  /** Of an answer that has no manifest, which is thrown away. */
  private static final long OTHER_SIZE_LIMIT = 1L << 20;

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final Duration TOTAL_LIMIT = Duration.ofSeconds(60);
  private static final int MOST_PORT = 65_535;
  private static final Set<Integer> REDIRECT_STATUSES = Set.of(301, 302, 303, 307, 308);

  /** Made for the first URL: it reads every certificate that the JDK trusts. */
  private static final class Client {
    static final HttpClient HTTP =
        HttpClient.newBuilder()
            .connectTimeout(ANSWER_LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER) // each hop is checked here
            .build();
  }

  private ManifestUrls() {}

  /**
   * Fetches what is at a URL into a file.
   *
   * @param url {@code http} or {@code https}
   * @param file is replaced
   * @return the URL that it came from, after redirects
   */
  public static URI fetch(String url, Path file) throws ManifestUrlException {
    long deadline = System.nanoTime() + TOTAL_LIMIT.toNanos();
    URI at = parse(url);
    for (int hop = 0; hop <= REDIRECTS; hop++) {
      HttpResponse<?> response = get(at, file, deadline);
      if (response.statusCode() == 200) {
        return at;
      }
      at = next(at, response);
    }
    throw new ManifestUrlException(
        Reason.UNAVAILABLE, url + " redirects more than " + REDIRECTS + " times");
  }

  private static HttpResponse<?> get(URI at, Path file, long deadline) throws ManifestUrlException {
    HttpRequest request =
        HttpRequest.newBuilder(at)
            .timeout(ANSWER_LIMIT)
            .header("Accept", "application/json, */*;q=0.1")
            .build();
    CompletableFuture<? extends HttpResponse<?>> answer =
        Client.HTTP.sendAsync(request, manifestTo(file));
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

  private static URI next(URI at, HttpResponse<?> response) throws ManifestUrlException {
    String location = response.headers().firstValue("Location").orElse(null);
    if (location == null || !REDIRECT_STATUSES.contains(response.statusCode())) {
      throw new ManifestUrlException(
          Reason.UNAVAILABLE, at + " answers with status " + response.statusCode());
    }
    URI next;
    try {
      next = parse(at.resolve(location).toString());
    } catch (IllegalArgumentException e) {
      throw unavailable(at, e);
    }
    if (isHttps(at) && !isHttps(next)) {
      throw new ManifestUrlException(Reason.BAD_URL, at + " redirects from https to http: " + next);
    }
    return next;
  }

  private static boolean isHttps(URI uri) {
    return uri.getScheme().equalsIgnoreCase("https");
  }

  private static URI parse(String url) throws ManifestUrlException {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new ManifestUrlException(Reason.BAD_URL, "not a URL: " + url, e);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean isHttp = scheme.equals("http") || scheme.equals("https");
    if (isHttp && uri.getHost() == null && uri.getRawAuthority() != null) {
      throw new ManifestUrlException(
          Reason.BAD_URL,
          "no URL may have this host's name; if it has an underscore, use its address: " + url);
    }
    if (!isHttp || uri.getHost() == null) {
      throw new ManifestUrlException(
          Reason.BAD_URL, "not an http or https URL with a host: " + url);
    }
    if (uri.getPort() == 0 || uri.getPort() > MOST_PORT) {
      throw new ManifestUrlException(Reason.BAD_URL, "no such port: " + url);
    }
    return uri;
  }

  private static ManifestUrlException unavailable(URI at, @Nullable Throwable cause) {
    String why =
        switch (cause) {
          case null -> "failed";
          case TimeoutException _ -> "took longer than " + TOTAL_LIMIT.toSeconds() + " s";
          case HttpTimeoutException _ -> "did not answer within " + ANSWER_LIMIT.toSeconds() + " s";
          case ConnectException _ -> "could not be connected to";
          default -> "failed: " + cause.getMessage();
        };
    return new ManifestUrlException(Reason.UNAVAILABLE, at + " " + why, cause);
  }
}
