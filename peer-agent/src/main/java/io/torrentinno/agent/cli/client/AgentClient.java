package io.torrentinno.agent.cli.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One agent's REST interface; every failure is a {@link CommandFailed} that says what to do. */
public final class AgentClient {
  private static final String API = "/api/v1";
  private static final String RESOURCES = "/resources";
  private static final String JSON = "application/json";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /**
   * A client that connects with the first call.
   *
   * @param base such as {@code http://127.0.0.1:8090}
   */
  public AgentClient(URI base) {
    this.base = base;
  }

  public URI base() {
    return base;
  }

  public List<RemoteResource> list() {
    return List.of(read(get(""), RemoteResource[].class));
  }

  public RemoteResource status(String infoHash) {
    return resource(get("/" + infoHash));
  }

  /** The answer as it came; {@code path} follows {@code /api/v1/resources}. */
  public String get(String path) {
    return send(request(path).GET());
  }

  /** Pauses, resumes or rechecks, as {@code verb} says. */
  public RemoteResource post(String infoHash, String verb) {
    return resource(send(request("/" + infoHash + "/" + verb).POST(BodyPublishers.noBody())));
  }

  /** Tries again all that failed, and with {@code paused} also ends all pauses. */
  public List<RemoteResource> resumeAll(boolean paused) {
    HttpRequest.Builder request = request("/resume?paused=" + paused).POST(BodyPublishers.noBody());
    return List.of(read(send(request), RemoteResource[].class));
  }

  public RemoteResource postJson(String path, Object body) {
    return post(path, JSON, BodyPublishers.ofString(MAPPER.writeValueAsString(body)));
  }

  public RemoteResource post(String path, String contentType, BodyPublisher body) {
    return resource(send(request(path).header("Content-Type", contentType).POST(body)));
  }

  /** Shares a file that the agent's machine has, or begins to. */
  public RemoteShared share(Map<String, ?> fields) {
    return share(JSON, BodyPublishers.ofString(MAPPER.writeValueAsString(fields)));
  }

  /** Shares what is sent, or begins to. */
  public RemoteShared share(String contentType, BodyPublisher body) {
    String answer = send(request("/share").header("Content-Type", contentType).POST(body));
    return read(answer, JsonNode.class).has("id")
        ? new RemoteShared(null, read(answer, RemoteShare.class), null)
        : new RemoteShared(resource(answer), null, null);
  }

  /** Shares files that the agent's machine has, or begins to; gives what became of each. */
  public List<RemoteShared> shareAll(List<Map<String, Object>> files) {
    BodyPublisher body = BodyPublishers.ofString(MAPPER.writeValueAsString(files));
    HttpRequest.Builder request = request("/share/batch").header("Content-Type", JSON).POST(body);
    return List.of(read(send(request), RemoteShared[].class));
  }

  /** A file that is being hashed. */
  public RemoteShare share(String id) {
    return read(send(api("/shares/" + id).GET()), RemoteShare.class);
  }

  /** Adds an array of manifests, and gives what became of each. */
  List<RemoteAdded> postBatch(byte[] manifests) {
    HttpRequest.Builder request =
        request("/batch").header("Content-Type", JSON).POST(BodyPublishers.ofByteArray(manifests));
    return List.of(read(send(request), RemoteAdded[].class));
  }

  public void delete(String infoHash, boolean deleteData) {
    send(request("/" + infoHash + "?deleteData=" + deleteData).DELETE());
  }

  /** Chooses the order of a resource's pieces, {@code rarest-first} or {@code sequential}. */
  public RemoteResource setOrder(String infoHash, String order) {
    BodyPublisher body = BodyPublishers.ofString(MAPPER.writeValueAsString(Map.of("order", order)));
    return resource(
        send(request("/" + infoHash + "/order").header("Content-Type", JSON).PUT(body)));
  }

  public List<RemoteBan> bans() {
    return List.of(read(send(api("/bans").GET()), RemoteBan[].class));
  }

  /** Lets a peer in again. */
  public void liftBan(String peerId) {
    send(api("/bans/" + peerId).DELETE());
  }

  /** The limits of one resource, or of the whole agent where none is named. */
  public RemoteLimits limits(@Nullable String infoHash) {
    return read(send(api(limitsPath(infoHash)).GET()), RemoteLimits.class);
  }

  /** Changes limits, and gives those that hold then; null leaves one as it is. */
  public RemoteLimits setLimits(
      @Nullable String infoHash, @Nullable Long upload, @Nullable Long download) {
    Map<String, Long> changes = new HashMap<>();
    changes.put("uploadPerSecond", upload);
    changes.put("downloadPerSecond", download);
    BodyPublisher body = BodyPublishers.ofString(MAPPER.writeValueAsString(changes));
    HttpRequest.Builder request = api(limitsPath(infoHash)).header("Content-Type", JSON).PUT(body);
    return read(send(request), RemoteLimits.class);
  }

  private static String limitsPath(@Nullable String infoHash) {
    return infoHash == null ? "/limits" : RESOURCES + "/" + infoHash + "/limits";
  }

  private HttpRequest.Builder request(String path) {
    return api(RESOURCES + path);
  }

  private HttpRequest.Builder api(String path) {
    return HttpRequest.newBuilder(URI.create(withoutSlash(base.toString()) + API + path))
        .header("Accept", JSON + ", application/problem+json");
  }

  private String send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new CommandFailed(problem(response));
      }
      return response.body();
    } catch (IOException e) {
      throw new CommandFailed(unreachable(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("Interrupted.", e);
    }
  }

  private String unreachable(IOException cause) {
    for (Throwable it = cause; it != null; it = it.getCause()) {
      if (it instanceof UnresolvedAddressException) {
        return "No machine is called " + base.getHost() + ".";
      }
    }
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return "No agent answers at "
          + base
          + ": start one with 'torrentinno agent', or name one with --agent.";
    }
    return "The call to " + base + " broke off: " + cause.getMessage();
  }

  private String problem(HttpResponse<String> response) {
    try {
      JsonNode problem = MAPPER.readTree(response.body());
      String title = problem.path("title").asString("");
      if (!title.isEmpty()) {
        return title + ": " + problem.path("detail").asString("");
      }
    } catch (JacksonException e) {
      // not an agent's answer: say what came
    }
    return "What answers at " + base + " is no agent: status " + response.statusCode() + ".";
  }

  private RemoteResource resource(String json) {
    return read(json, RemoteResource.class);
  }

  private <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException e) {
      throw new CommandFailed("What answers at " + base + " is no agent of this version.", e);
    }
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** A manifest of several: the resource that it became, or why not. */
  record RemoteAdded(
      int status, @Nullable RemoteResource resource, @Nullable RemoteProblem problem) {}

  /** A file of several: the resource that it became, or how far it is, or why not. */
  public record RemoteShared(
      @Nullable RemoteResource resource,
      @Nullable RemoteShare share,
      @Nullable RemoteProblem problem) {}

  /** A file on its way to be a resource. */
  public record RemoteShare(
      String id,
      String name,
      String state,
      long size,
      long hashedBytes,
      @Nullable RemoteResource resource,
      @Nullable RemoteProblem problem) {}

  /** Why an agent refuses. */
  public record RemoteProblem(String title, String detail) {
    @Override
    public String toString() {
      return title + ": " + detail;
    }
  }

  /** A peer that is kept out for so many seconds. */
  public record RemoteBan(
      String peerId, String infoHash, @Nullable String address, String reason, long remaining) {}

  /** Bytes per second; 0 for no limit. */
  public record RemoteLimits(long uploadPerSecond, long downloadPerSecond) {}

  /** A resource as an agent shows it. */
  public record RemoteResource(
      String infoHash,
      String name,
      String state,
      long size,
      long completedBytes,
      double progress,
      long downloadRate,
      long uploadRate,
      int peers,
      int seeders,
      @Nullable Long eta,
      String magnet,
      String order,
      @Nullable String error,
      @Nullable Long retryIn,
      @Nullable String waiting) {
    public boolean isComplete() {
      return size > 0 && completedBytes == size && !state.equals("checking");
    }
  }
}
