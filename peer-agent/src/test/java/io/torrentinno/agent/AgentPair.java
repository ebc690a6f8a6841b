package io.torrentinno.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.agent.runtime.LocalTracker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;

/** A whole agent that shares files and one that fetches them, and their tracker. */
final class AgentPair implements AutoCloseable {
  private static final String RESOURCES = "/api/v1/resources";
  private static final Pattern INFO_HASH = Pattern.compile("\"infoHash\":\"([0-9a-f]{64})\"");
  private static final Pattern COMPLETED = Pattern.compile("\"completedBytes\":([0-9]+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final LocalTracker tracker = new LocalTracker();
  private final ConfigurableApplicationContext seeder;
  private final ConfigurableApplicationContext fetcher;

  /** Starts them with data folders {@code seeder} and {@code fetcher}. */
  AgentPair(Path folder, String... settings) throws IOException {
    seeder = start(Files.createDirectories(folder.resolve("seeder")), settings);
    fetcher = start(Files.createDirectories(folder.resolve("fetcher")), settings);
  }

  private ConfigurableApplicationContext start(Path data, String... settings) {
    Stream<String> all =
        Stream.concat(
            Stream.of("--torrentinno.agent.tracker=127.0.0.1:" + tracker.port()),
            Stream.of(settings));
    return WholeProgram.start(data, all.toArray(String[]::new));
  }

  @Override
  public void close() {
    fetcher.close();
    seeder.close();
    tracker.close();
    http.shutdownNow();
  }

  void closeFetcher() {
    fetcher.close();
  }

  /** Shares a file or folder of the seeder's data folder; gives the info-hash. */
  String share(String name) throws Exception {
    String body = "{\"path\": \"%s\", \"pieceSize\": 65536}".formatted(name);
    HttpResponse<byte[]> answer =
        http.send(
            json(uri(seeder, "/api/v1/resources/share?wait=60"), "POST", body),
            BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as(text(answer)).isIn(200, 201);
    return find(INFO_HASH, text(answer));
  }

  /** Limits what the seeder sends, in bytes a second. */
  void limitSeeder(int rate) throws Exception {
    String body = "{\"uploadPerSecond\": %d}".formatted(rate);
    HttpRequest request = json(uri(seeder, "/api/v1/limits"), "PUT", body);
    assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
  }

  /** Has the fetcher fetch what the seeder shares. */
  void add(String hash) throws Exception {
    byte[] manifest = getFromSeeder(hash + "/manifest").body();
    String body = new String(manifest, StandardCharsets.UTF_8);
    HttpResponse<byte[]> answer =
        http.send(
            json(uri(fetcher, "/api/v1/resources"), "POST", body), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(201);
  }

  /** Asks the fetcher; {@code path} begins with an info-hash. */
  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return http.send(request(fetcher, path, headers).build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> getFromSeeder(String path, String... headers) throws Exception {
    return http.send(request(seeder, path, headers).build(), BodyHandlers.ofByteArray());
  }

  CompletableFuture<HttpResponse<byte[]>> getLater(String path) {
    return http.sendAsync(request(fetcher, path).build(), BodyHandlers.ofByteArray());
  }

  <T> HttpResponse<T> send(String path, BodyHandler<T> body) throws Exception {
    return http.send(request(fetcher, path).build(), body);
  }

  HttpResponse<byte[]> head(String path) throws Exception {
    return http.send(request(fetcher, path).HEAD().build(), BodyHandlers.ofByteArray());
  }

  void post(String path) throws Exception {
    post(fetcher, path);
  }

  void postToSeeder(String path) throws Exception {
    post(seeder, path);
  }

  private void post(ConfigurableApplicationContext agent, String path) throws Exception {
    HttpRequest request = request(agent, path).POST(BodyPublishers.noBody()).build();
    assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
  }

  int delete(String path) throws Exception {
    return http.send(request(fetcher, path).DELETE().build(), BodyHandlers.discarding())
        .statusCode();
  }

  /** Has both forget everything. */
  void removeAll() throws Exception {
    for (ConfigurableApplicationContext agent : List.of(fetcher, seeder)) {
      String all = text(http.send(request(agent, "").build(), BodyHandlers.ofByteArray()));
      for (String hash : INFO_HASH.matcher(all).results().map(it -> it.group(1)).toList()) {
        HttpRequest request = request(agent, hash + "?deleteData=true").DELETE().build();
        http.send(request, BodyHandlers.discarding());
      }
    }
  }

  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    ThreadLocalRandom.current().nextBytes(bytes);
    return bytes;
  }

  long completedBytes(String hash) throws Exception {
    return Long.parseLong(find(COMPLETED, text(get(hash))));
  }

  /** How many read from the fetcher. */
  int readers() {
    return readers(fetcher);
  }

  int seederReaders() {
    return readers(seeder);
  }

  int fetcherPort() {
    return port(fetcher);
  }

  int seederPort() {
    return port(seeder);
  }

  static void expectProblem(HttpResponse<byte[]> answer, int status, String problem) {
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(text(answer)).contains("urn:torrentinno:problem:" + problem + "\"");
  }

  private static int readers(ConfigurableApplicationContext agent) {
    return (int)
        agent.getBean(MeterRegistry.class).get("torrentinno.agent.readers").gauge().value();
  }

  private static HttpRequest.Builder request(
      ConfigurableApplicationContext agent, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(agent, path.isEmpty() ? RESOURCES : RESOURCES + "/" + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private static HttpRequest json(URI uri, String method, String body) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(body))
        .build();
  }

  private static URI uri(ConfigurableApplicationContext agent, String path) {
    return URI.create("http://127.0.0.1:" + port(agent) + path);
  }

  private static int port(ConfigurableApplicationContext agent) {
    return Integer.parseInt(agent.getEnvironment().getRequiredProperty("local.server.port"));
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return matcher.group(1);
  }
}
