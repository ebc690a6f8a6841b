package io.torrentinno.system.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a service answered.
 *
 * @param contentType empty when it named none
 */
public record HttpAnswer(int status, String contentType, String body) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Asks and waits for the answer.
   *
   * @param json the body, sent as JSON; none when null
   * @throws UncheckedIOException when there is no answer
   */
  public static HttpAnswer to(String method, URI uri, @Nullable String json) {
    return json == null
        ? to(method, uri, "", BodyPublishers.noBody())
        : to(method, uri, "application/json", BodyPublishers.ofString(json));
  }

  /**
   * The same with any body.
   *
   * @param type the body's content type; empty when there is no body
   */
  static HttpAnswer to(String method, URI uri, String type, HttpRequest.BodyPublisher body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    request.method(method, body);
    try {
      HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
      String answered = response.headers().firstValue("Content-Type").orElse("");
      return new HttpAnswer(response.statusCode(), answered, response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + uri, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether {@code uri} answers 200 now. */
  static boolean isOk(URI uri) {
    try {
      return to("GET", uri, null).status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  public JsonNode json() {
    return JSON.readTree(body);
  }

  /** This answer, when it is no failure. */
  HttpAnswer orThrow() {
    if (status >= 400) {
      throw new ProblemException(this);
    }
    return this;
  }
}
