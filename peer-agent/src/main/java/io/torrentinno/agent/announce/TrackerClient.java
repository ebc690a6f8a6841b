package io.torrentinno.agent.announce;

import io.torrentinno.agent.announce.AnnounceFailure.Reason;
import io.torrentinno.protocol.announce.AnnounceException;
import io.torrentinno.protocol.announce.AnnounceReader;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import io.torrentinno.protocol.announce.AnnounceWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Speaks {@code POST /peers} ({@code specs/tracker.md}) over HTTP/1.1. One client serves all
 * resources and trackers; safe for use by several threads.
 */
public final class TrackerClient implements TrackerCalls, AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration HEADERS_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration WHOLE_TIMEOUT = Duration.ofSeconds(15);
  private static final long MOST_BYTES = 4 * 1024 * 1024;
  private static final int OK = 200;

  /** Calls to one tracker at a time: as many connections are kept open, and used again. */
  private static final int CALLS_AT_A_TIME = 8;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .sslContext(withoutCertificates())
          .build();

  /** The turns of trackers; those whose hashes meet share them. */
  private final Semaphore[] turns =
      Stream.generate(() -> new Semaphore(CALLS_AT_A_TIME, true))
          .limit(64)
          .toArray(Semaphore[]::new);

  @Override
  public AnnounceResponse announce(URI tracker, AnnounceRequest request)
      throws AnnounceFailure, InterruptedException {
    HttpResponse<byte[]> response = inTurn(tracker, post(tracker, request));
    if (response.statusCode() != OK) {
      throw Refusals.from(response);
    }
    try {
      AnnounceResponse answer = AnnounceReader.readResponse(response.body());
      if (!answer.infoHash().equals(request.infoHash())) {
        throw new AnnounceFailure(Reason.MALFORMED, "the answer is for another resource");
      }
      return answer;
    } catch (AnnounceException e) {
      throw new AnnounceFailure(Reason.MALFORMED, "no tracker's answer: " + e.getMessage(), e);
    }
  }

  /** Ends what is under way, as a failure. */
  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }

  /** Trackers speak plain HTTP; the client would read every certificate that the JDK trusts. */
  private static SSLContext withoutCertificates() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  private static HttpRequest post(URI tracker, AnnounceRequest request) {
    return HttpRequest.newBuilder(tracker.resolve("/peers"))
        .timeout(HEADERS_TIMEOUT)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .POST(BodyPublishers.ofByteArray(AnnounceWriter.write(request)))
        .build();
  }

  private HttpResponse<byte[]> inTurn(URI tracker, HttpRequest request)
      throws AnnounceFailure, InterruptedException {
    Semaphore turn = turns[Math.floorMod(tracker.hashCode(), turns.length)];
    turn.acquire();
    try {
      return send(request);
    } finally {
      turn.release();
    }
  }

  /** The request's own timeout ends with the headers, so another one bounds the whole exchange. */
  private HttpResponse<byte[]> send(HttpRequest request)
      throws AnnounceFailure, InterruptedException {
    AtomicBoolean answered = new AtomicBoolean();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(
            request,
            info -> {
              answered.set(true);
              return BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES).apply(info);
            });
    try {
      return exchange.get(WHOLE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(answered.get(), e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw failure(answered.get(), e);
    } finally {
      exchange.cancel(true); // No effect on one that is done.
    }
  }

  private static AnnounceFailure failure(boolean answered, Throwable cause) {
    String why = describe(cause);
    return answered
        ? new AnnounceFailure(Reason.MALFORMED, "the answer breaks off: " + why, cause)
        : new AnnounceFailure(Reason.UNREACHABLE, "the tracker does not answer: " + why, cause);
  }

  /** The JDK's client leaves most of its failures without a message. */
  private static String describe(Throwable cause) {
    if (cause.getCause() instanceof UnresolvedAddressException) {
      return "unknown host";
    }
    return switch (cause) {
      case HttpTimeoutException _, TimeoutException _ -> "it took too long";
      case ConnectException _ -> "connection refused or no route";
      default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
    };
  }
}
