package io.torrentinno.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The data folder of a whole agent is taken away, as a disk is. */
@ExtendWith(OutputCaptureExtension.class)
class DataFolderGoneTest {
  private static final String RESOURCES = "/api/v1/resources";
  private static final String JSON = "application/json";

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private int port;

  @Test
  void saysOnceWhatIsWrong(CapturedOutput output) throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(data.resolve("hello.txt"), "hello");
    try (ConfigurableApplicationContext context = start(data)) {
      port = context.getEnvironment().getRequiredProperty("local.server.port", int.class);
      String shared = post("/share", JSON, "{\"path\":\"hello.txt\"}").body();
      String hash = shared.replaceFirst(".*\"infoHash\":\"([0-9a-f]{64})\".*", "$1");
      int before = output.getAll().length();
      Files.move(data, folder.resolve("elsewhere"));

      callAll(hash);
      await().until(() -> send("GET", "/actuator/health/readiness", "").statusCode() == 503);
      List<Integer> statuses = callAll(hash);

      assertThat(statuses).allMatch(it -> it < 300 || it == 500 || it == 404);
      String log = output.getAll().substring(before);
      assertThat(log).doesNotContain("\tat ").contains("stopped: the data folder is gone");
      // One of a request, one of the resource, and one of the folder, which is looked at by itself.
      assertThat(log.lines().filter(it -> it.contains(" ERROR ") || it.contains(" WARN ")))
          .filteredOn(it -> !it.contains("TrackerOutages"))
          .hasSizeLessThanOrEqualTo(3);
      Files.move(folder.resolve("elsewhere"), data);
    }
  }

  /** Calls that read or store something, ten times each. */
  private List<Integer> callAll(String hash) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String other = Integer.toHexString(i).repeat(64);
      statuses.add(
          post("", JSON, "{\"magnet\":\"magnet:?xt=urn:torrentinno:" + other + "\"}").statusCode());
      statuses.add(post("", JSON, " ".repeat(20_000)).statusCode());
      statuses.add(post("/batch", JSON, "[" + " ".repeat(20_000) + "]").statusCode());
      statuses.add(post("/share", "multipart/form-data; boundary=b", form("f" + i)).statusCode());
      statuses.add(post("/share", JSON, "{\"path\":\"hello.txt\"}").statusCode());
      statuses.add(post("/" + hash + "/pause", JSON, "").statusCode());
      statuses.add(post("/" + hash + "/resume", JSON, "").statusCode());
      statuses.add(post("/" + hash + "/recheck", JSON, "").statusCode());
      statuses.add(send("GET", RESOURCES + "/" + hash + "/manifest", "").statusCode());
      statuses.add(send("GET", RESOURCES + "/" + hash + "/pieces", "").statusCode());
      statuses.add(send("PUT", RESOURCES + "/" + hash + "/limits", "{}").statusCode());
      statuses.add(send("DELETE", RESOURCES + "/" + hash, "").statusCode());
    }
    return statuses;
  }

  private static String form(String name) {
    return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
        + name
        + "\"\r\n\r\nx\r\n--b--\r\n";
  }

  private HttpResponse<String> post(String path, String type, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri(RESOURCES + path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", JSON)
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static ConfigurableApplicationContext start(Path data) {
    return SpringApplication.run(
        PeerAgent.class,
        "--server.port=0",
        "--torrentinno.agent.data-dir=" + data,
        "--torrentinno.agent.listen-port=0",
        "--torrentinno.agent.tracker=127.0.0.1:9");
  }
}
