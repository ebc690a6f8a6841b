package io.torrentinno.agent.cli.client;

import io.torrentinno.protocol.model.PrintableText;
import io.torrentinno.protocol.rest.AddedBody;
import io.torrentinno.protocol.rest.BanBody;
import io.torrentinno.protocol.rest.CalledBody;
import io.torrentinno.protocol.rest.FileBody;
import io.torrentinno.protocol.rest.FilesBody;
import io.torrentinno.protocol.rest.LimitsBody;
import io.torrentinno.protocol.rest.ResourceBody;
import io.torrentinno.protocol.rest.ShareBody;
import io.torrentinno.protocol.rest.SharedBody;
import io.torrentinno.protocol.rest.SignaturesBody;
import io.torrentinno.protocol.rest.TrackerBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the REST API of one agent. Every failure is a {@link CommandFailed} that says what to do.
 */
public final class AgentClient {
  private static final String API = "/api/v1";
  private static final String RESOURCES = "/resources";
  private static final String JSON = "application/json";
  private static final int OK = 200;
  private static final int ACCEPTED = 202;

  /** The most characters of a problem that are shown. */
  private static final int LONGEST = 4000;

  private static final JsonMapper MAPPER = CleanText.mapper();
  private static final JsonMapper AS_IS = new JsonMapper();

  /**
   * The time limit of calls that change nothing. After it, such a call is repeated once on a new
   * connection.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final URI base;
  private final Duration patience;
  private final @Nullable String token;
  private final HttpClient http;

  /**
   * A client that connects with the first call.
   *
   * @param base such as {@code http://127.0.0.1:8090}
   */
  public AgentClient(URI base) {
    this(base, AgentAccess.NONE);
  }

  /** As above, for an agent that asks for a token or has a certificate of its own. */
  public AgentClient(URI base, AgentAccess access) {
    this(base, access, PATIENCE);
  }

  AgentClient(URI base, AgentAccess access, Duration patience) {
    this.base = base;
    this.patience = patience;
    this.token = access.token();
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10));
    this.http = (access.trust() == null ? builder : builder.sslContext(access.trust())).build();
  }

  public URI base() {
    return base;
  }

  public List<ResourceBody> list() {
    return List.of(read(get(""), ResourceBody[].class));
  }

  /** All resources with their names as they are: they are compared, and not printed. */
  List<ResourceBody> listAsIs() {
    return List.of(read(get(""), ResourceBody[].class, AS_IS));
  }

  public ResourceBody status(String infoHash) {
    return resource(get("/" + infoHash));
  }

  /** The entries of a resource. */
  public List<FileBody> files(String infoHash) {
    return List.of(read(get("/" + infoHash + "/files"), FileBody[].class));
  }

  /** Chooses which files of a resource are fetched. */
  public ResourceBody chooseFiles(String infoHash, FilesBody files) {
    BodyPublisher body = BodyPublishers.ofString(MAPPER.writeValueAsString(files));
    return resource(
        send(request("/" + infoHash + "/files").header("Content-Type", JSON).PUT(body)));
  }

  /** The answer as it came; {@code path} follows {@code /api/v1/resources}. */
  public String get(String path) {
    return send(request(path).GET());
  }

  /** Pauses, resumes or rechecks, as {@code verb} says. */
  public ResourceBody post(String infoHash, String verb) {
    return resource(send(request("/" + infoHash + "/" + verb).POST(BodyPublishers.noBody())));
  }

  /** Tries again all that failed, and with {@code paused} also ends all pauses. */
  public List<ResourceBody> resumeAll(boolean paused) {
    HttpRequest.Builder request = request("/resume?paused=" + paused).POST(BodyPublishers.noBody());
    return List.of(read(send(request), ResourceBody[].class));
  }

  public ResourceBody postJson(String path, Object body) {
    return post(path, JSON, BodyPublishers.ofString(MAPPER.writeValueAsString(body)));
  }

  public ResourceBody post(String path, String contentType, BodyPublisher body) {
    return resource(send(request(path).header("Content-Type", contentType).POST(body)));
  }

  /** Shares a file that the agent's machine has, or begins to share it. */
  public SharedBody share(Map<String, ?> fields) {
    return share(JSON, BodyPublishers.ofString(MAPPER.writeValueAsString(fields)));
  }

  /** Shares the bytes that are sent, or begins to share them. */
  public SharedBody share(String contentType, BodyPublisher body) {
    String answer = send(request("/share").header("Content-Type", contentType).POST(body));
    return read(answer, JsonNode.class).has("id")
        ? new SharedBody(ACCEPTED, null, read(answer, ShareBody.class), null)
        : new SharedBody(OK, resource(answer), null, null);
  }

  /**
   * Shares files that the agent's machine has, or begins to share them. Returns the result of each.
   */
  public List<SharedBody> shareAll(List<Map<String, Object>> files) {
    BodyPublisher body = BodyPublishers.ofString(MAPPER.writeValueAsString(files));
    HttpRequest.Builder request = request("/share/batch").header("Content-Type", JSON).POST(body);
    return List.of(read(send(request), SharedBody[].class));
  }

  /** A file that is being hashed. */
  public ShareBody share(String id) {
    return read(send(api("/shares/" + id).GET()), ShareBody.class);
  }

  /** Adds an array of manifests, and returns the result of each. */
  List<AddedBody> postBatch(Query query, byte[] manifests) {
    HttpRequest.Builder request =
        request("/batch" + query)
            .header("Content-Type", JSON)
            .POST(BodyPublishers.ofByteArray(manifests));
    return List.of(read(send(request), AddedBody[].class));
  }

  public void delete(String infoHash, boolean deleteData) {
    send(request("/" + infoHash + "?deleteData=" + deleteData).DELETE());
  }

  /** Chooses the order of a resource's pieces, {@code rarest-first} or {@code sequential}. */
  public ResourceBody setOrder(String infoHash, String order) {
    BodyPublisher body = BodyPublishers.ofString(MAPPER.writeValueAsString(Map.of("order", order)));
    return resource(
        send(request("/" + infoHash + "/order").header("Content-Type", JSON).PUT(body)));
  }

  /** The trackers of a resource. */
  public List<TrackerBody> trackers(String infoHash) {
    return List.of(read(get("/" + infoHash + "/trackers"), TrackerBody[].class));
  }

  /** Announces a resource to these trackers alone. */
  public List<TrackerBody> setTrackers(String infoHash, List<String> trackers) {
    BodyPublisher body =
        BodyPublishers.ofString(MAPPER.writeValueAsString(Map.of("trackers", trackers)));
    String answer =
        send(request("/" + infoHash + "/trackers").header("Content-Type", JSON).PUT(body));
    return List.of(read(answer, TrackerBody[].class));
  }

  /** The signatures of a manifest, as they are: they are not to be printed. */
  public List<String> signatures(String infoHash) {
    return read(get("/" + infoHash + "/signatures"), SignaturesBody.class, AS_IS).signatures();
  }

  /** Replaces the signatures of a manifest. */
  public ResourceBody setSignatures(String infoHash, List<String> signatures) {
    BodyPublisher body =
        BodyPublishers.ofString(MAPPER.writeValueAsString(new SignaturesBody(signatures)));
    return resource(
        send(request("/" + infoHash + "/signatures").header("Content-Type", JSON).PUT(body)));
  }

  /** Writes an answer of any length; {@code path} as in {@link #get}. */
  public void download(String path, OutputStream out) throws IOException {
    HttpRequest request = request(path).setHeader("Accept", "*/*").build();
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != OK) {
          String text = new String(body.readNBytes(64 << 10), StandardCharsets.UTF_8);
          throw refusal(response.statusCode(), text);
        }
        body.transferTo(out);
      }
    } catch (ConnectException e) {
      throw new CommandFailed(unreachable(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("Interrupted.", e);
    }
  }

  /** Makes the agent connect to a peer. */
  public CalledBody addPeer(String infoHash, String address) {
    BodyPublisher body =
        BodyPublishers.ofString(MAPPER.writeValueAsString(Map.of("address", address)));
    HttpRequest.Builder request = request("/" + infoHash + "/peers").header("Content-Type", JSON);
    return read(send(request.POST(body)), CalledBody.class);
  }

  public List<BanBody> bans() {
    return List.of(read(send(api("/bans").GET()), BanBody[].class));
  }

  /** Ends the ban of a peer. */
  public void liftBan(String peerId) {
    send(api("/bans/" + peerId).DELETE());
  }

  /** The limits of one resource; without a resource, those of the agent. */
  public LimitsBody limits(@Nullable String infoHash) {
    return read(send(api(limitsPath(infoHash)).GET()), LimitsBody.class);
  }

  /** Changes limits, and returns the new ones. A null value leaves a limit as it is. */
  public LimitsBody setLimits(
      @Nullable String infoHash, @Nullable Long upload, @Nullable Long download) {
    LimitsBody wanted = new LimitsBody(upload, download);
    BodyPublisher body = BodyPublishers.ofString(MAPPER.writeValueAsString(wanted));
    HttpRequest.Builder request = api(limitsPath(infoHash)).header("Content-Type", JSON).PUT(body);
    return read(send(request), LimitsBody.class);
  }

  private static String limitsPath(@Nullable String infoHash) {
    return infoHash == null ? "/limits" : RESOURCES + "/" + infoHash + "/limits";
  }

  private HttpRequest.Builder request(String path) {
    return api(RESOURCES + path);
  }

  private HttpRequest.Builder api(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(withoutSlash(base.toString()) + API + path))
            .header("Accept", JSON + ", application/problem+json");
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private String send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = exchange(request);
      if (response.statusCode() / 100 != 2) {
        throw refusal(response.statusCode(), response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new CommandFailed(unreachable(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("Interrupted.", e);
    }
  }

  /**
   * Repeats calls that change nothing, because a router may have dropped a connection that was
   * kept.
   */
  private HttpResponse<String> exchange(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    if (!request.build().method().equals("GET")) {
      return http.send(request.build(), BodyHandlers.ofString());
    }
    HttpRequest looking = request.timeout(patience).build();
    try {
      return http.send(looking, BodyHandlers.ofString());
    } catch (HttpConnectTimeoutException e) {
      throw e;
    } catch (HttpTimeoutException e) {
      return http.send(looking, BodyHandlers.ofString());
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
          + ": start one with 'torrentinno agent', or name another agent with --agent.";
    }
    if (cause instanceof SSLException) {
      return "The certificate of "
          + base
          + " is not trusted; name the file of its authority with --ca-file: "
          + cause.getMessage();
    }
    return cause instanceof HttpTimeoutException
        ? "The agent at " + base + " accepts connections and does not answer."
        : "The call to " + base + " failed: " + cause.getMessage();
  }

  private CommandFailed refusal(int status, String body) {
    try {
      JsonNode problem = MAPPER.readTree(body);
      String title = problem.path("title").asString("");
      if (!title.isEmpty()) {
        String text = title + ": " + problem.path("detail").asString("");
        return new CommandFailed(
            PrintableText.of(text, LONGEST), problem.path("type").asString(""));
      }
    } catch (JacksonException e) {
      // not an agent's answer: report what came
    }
    return new CommandFailed("The program at " + base + " is not an agent: status " + status + ".");
  }

  private ResourceBody resource(String json) {
    return read(json, ResourceBody.class);
  }

  private <T> T read(String json, Class<T> type) {
    return read(json, type, MAPPER);
  }

  private <T> T read(String json, Class<T> type, JsonMapper mapper) {
    try {
      return mapper.readValue(json, type);
    } catch (JacksonException e) {
      throw new CommandFailed("The program at " + base + " is not an agent of this version.", e);
    }
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
