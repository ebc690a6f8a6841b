package io.torrentinno.agent.manifest.download;

import io.torrentinno.agent.manifest.download.ManifestUrlException.Reason;
import io.torrentinno.agent.outgoing.OutgoingGuard;
import io.torrentinno.agent.outgoing.OutgoingRefused;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches manifests by URL, within bounds of time, size and redirects. The address of each server
 * is checked, after each redirect, too.
 */
public final class ManifestUrls {
  public static final int REDIRECTS = 5;
  private static final long SIZE_LIMIT = 128L << 20;

  /** Of an answer that has no manifest, which is thrown away. */
  private static final long OTHER_SIZE_LIMIT = 1L << 20;

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final Duration TOTAL_LIMIT = Duration.ofSeconds(60);
  private static final int MOST_PORT = 65_535;
  private static final Set<Integer> REDIRECT_STATUSES = Set.of(301, 302, 303, 307, 308);

  private final OutgoingGuard guard;

  public ManifestUrls(OutgoingGuard guard) {
    this.guard = guard;
  }

  /**
   * Fetches what is at a URL into a file.
   *
   * @param url {@code http} or {@code https}
   * @param file is replaced
   * @return the URL that it came from, after redirects
   */
  public URI fetch(String url, Path file) throws ManifestUrlException {
    return fetch(url, file, guard);
  }

  /** As {@link #fetch}, for a URL that a person has typed: only redirects are checked. */
  public URI fetchTyped(String url, Path file) throws ManifestUrlException {
    return fetch(url, file, null);
  }

  private URI fetch(String url, Path file, @Nullable OutgoingGuard first)
      throws ManifestUrlException {
    WebConnection.Limits limits =
        new WebConnection.Limits(
            (int) ANSWER_LIMIT.toMillis(), System.nanoTime() + TOTAL_LIMIT.toNanos());
    URI at = parse(url);
    for (int hop = 0; hop <= REDIRECTS; hop++) {
      WebAnswer.Head answer = get(at, file, limits, hop == 0 ? first : guard);
      if (answer.status() == 200) {
        return at;
      }
      at = next(at, answer);
    }
    throw new ManifestUrlException(
        Reason.UNAVAILABLE, url + " redirects more than " + REDIRECTS + " times");
  }

  /** Only a manifest goes into the file, and replaces what may be there. */
  private static WebAnswer.Head get(
      URI at, Path file, WebConnection.Limits limits, @Nullable OutgoingGuard guard)
      throws ManifestUrlException {
    WebAnswer.Body body = head -> head.status() == 200 ? Files.newOutputStream(file) : null;
    try (WebConnection connection = WebConnection.open(at, limits, guard);
        WebAnswer answer = new WebAnswer(body, SIZE_LIMIT)) {
      return answer.read(connection.get(), OTHER_SIZE_LIMIT);
    } catch (OutgoingRefused e) {
      throw new ManifestUrlException(Reason.FORBIDDEN, at + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw unavailable(at, limits.isOver() ? new TimeoutException() : e);
    }
  }

  private static URI next(URI at, WebAnswer.Head answer) throws ManifestUrlException {
    String location = answer.location();
    if (location == null || !REDIRECT_STATUSES.contains(answer.status())) {
      throw new ManifestUrlException(
          Reason.UNAVAILABLE, at + " answers with status " + answer.status());
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
          "the host name is not valid in a URL. If it has an underscore, use the IP address: "
              + url);
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
          case SocketTimeoutException _ ->
              "did not answer within " + ANSWER_LIMIT.toSeconds() + " s";
          case ConnectException _, NoRouteToHostException _ -> "could not be connected to";
          case UnknownHostException _ -> "has a host that does not exist";
          default -> "failed: " + cause.getMessage();
        };
    return new ManifestUrlException(Reason.UNAVAILABLE, at + " " + why, cause);
  }
}
