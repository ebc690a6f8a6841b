package io.torrentinno.system.harness;

import io.torrentinno.protocol.rest.ResourceBody;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An agent's REST API. A call that fails throws {@link ProblemException}. */
public final class AgentApi {
  private static final String RESOURCES = "/api/v1/resources";
  private static final String BANS = "/api/v1/bans";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI agent;

  AgentApi(URI agent) {
    this.agent = agent;
  }

  /** Shares a file that the agent can read, in pieces of the default size. */
  public ResourceBody share(Path file) {
    return share(Map.of("path", file.toString()));
  }

  /** Shares a file with a manifest of version 1, which TI/1 peers know. */
  public ResourceBody shareAsVersion1(Path file) {
    return share(Map.of("path", file.toString(), "manifestVersion", 1));
  }

  /** Shares files and folders of a folder as one resource. */
  public ResourceBody sharePart(Path folder, List<String> include, String name) {
    return share(Map.of("path", folder.toString(), "include", include, "name", name));
  }

  /**
   * Shares a file: {@code path}, and optionally {@code name}, {@code comment}, {@code pieceSize},
   * {@code manifestVersion}.
   */
  public ResourceBody share(Map<String, Object> request) {
    return resource("POST", RESOURCES + "/share?wait=600", JSON.writeValueAsString(request));
  }

  /** Uploads bytes as a file of this name, which the agent shares. */
  public ResourceBody upload(String name, byte[] content) {
    String boundary = "----" + name.hashCode();
    byte[] head =
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n"
            .formatted(boundary, name)
            .getBytes(StandardCharsets.UTF_8);
    byte[] end = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
    URI uri = agent.resolve(RESOURCES + "/share?wait=600");
    return resource(
        HttpAnswer.to(
                "POST",
                uri,
                "multipart/form-data; boundary=" + boundary,
                BodyPublishers.ofByteArrays(List.of(head, content, end)))
            .orThrow()
            .json());
  }

  /** Fetches what a manifest describes. */
  public ResourceBody add(String manifest) {
    return resource("POST", RESOURCES, manifest);
  }

  /** Fetches what a magnet link names. */
  public ResourceBody addMagnet(String link) {
    return add(JSON.writeValueAsString(Map.of("magnet", link)));
  }

  public ResourceBody get(String infoHash) {
    return resource("GET", at(infoHash), null);
  }

  public List<ResourceBody> list() {
    return call("GET", RESOURCES, null).json().valueStream().map(AgentApi::resource).toList();
  }

  public String manifest(String infoHash) {
    return call("GET", at(infoHash) + "/manifest", null).body();
  }

  /** The ids of the peers that are connected for a resource. */
  public Set<String> peerIds(String infoHash) {
    return call("GET", at(infoHash) + "/peers", null)
        .json()
        .valueStream()
        .map(peer -> peer.required("peerId").asString())
        .collect(Collectors.toSet());
  }

  /** Limits how fast the agent receives, in bytes per second; 0 for no limit. */
  public void limitDownload(int bytesPerSecond) {
    String limits = JSON.writeValueAsString(Map.of("downloadPerSecond", bytesPerSecond));
    call("PUT", "/api/v1/limits", limits);
  }

  public ResourceBody pause(String infoHash) {
    return resource("POST", at(infoHash) + "/pause", null);
  }

  public ResourceBody resume(String infoHash) {
    return resource("POST", at(infoHash) + "/resume", null);
  }

  public ResourceBody recheck(String infoHash) {
    return resource("POST", at(infoHash) + "/recheck", null);
  }

  public void remove(String infoHash, boolean deleteData) {
    call("DELETE", at(infoHash) + "?deleteData=" + deleteData, null);
  }

  /** The ids of the peers that are kept out, in hex, each once for each resource. */
  public List<String> bans() {
    return call("GET", BANS, null)
        .json()
        .valueStream()
        .map(ban -> ban.required("peerId").asString())
        .toList();
  }

  public void liftBan(String peerId) {
    call("DELETE", BANS + "/" + peerId, null);
  }

  public Metrics metrics() {
    return Metrics.scrape(agent);
  }

  private ResourceBody resource(String method, String path, @Nullable String json) {
    return resource(call(method, path, json).json());
  }

  private static ResourceBody resource(JsonNode json) {
    return JSON.treeToValue(json, ResourceBody.class);
  }

  private HttpAnswer call(String method, String path, @Nullable String json) {
    return HttpAnswer.to(method, agent.resolve(path), json).orThrow();
  }

  private static String at(String infoHash) {
    return RESOURCES + "/" + infoHash;
  }
}
