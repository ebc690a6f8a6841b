package io.torrentinno.agent.api;

import io.torrentinno.agent.runtime.Agent;
import io.torrentinno.agent.runtime.ResourceException;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Adds many resources by their manifests in one call: they share what adding one waits for. */
@RestController
@RequestMapping(ResourceController.PATH + "/batch")
final class BatchController {
  static final int MOST_BYTES = 16 << 20;
  private static final int AT_A_TIME = 64;

  private final Agent agent;
  private final JsonMapper json;

  BatchController(Agent agent, JsonMapper json) {
    this.agent = agent;
    this.json = json;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  List<AddedView> add(InputStream body) throws IOException, InterruptedException {
    List<Callable<AddedView>> calls =
        parse(body).values().stream().<Callable<AddedView>>map(it -> () -> add(it)).toList();
    try (ExecutorService callers =
        Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
      return callers.invokeAll(calls).stream().map(Future::resultNow).toList();
    }
  }

  private AddedView add(JsonNode manifest) {
    try {
      return AddedView.of(agent.add(ManifestReader.read(json.writeValueAsBytes(manifest))));
    } catch (ManifestException e) {
      return AddedView.of(Problem.of(e.reason()), e.getMessage());
    } catch (ResourceException e) {
      return AddedView.of(Problem.of(e.reason()), e.getMessage());
    }
  }

  private JsonNode parse(InputStream body) throws IOException {
    byte[] text = body.readNBytes(MOST_BYTES + 1);
    if (text.length > MOST_BYTES) {
      throw new RequestRefused(Problem.TOO_LARGE, "a batch has at most " + MOST_BYTES + " bytes");
    }
    try {
      JsonNode manifests = json.readTree(text);
      if (manifests.isArray()) {
        return manifests;
      }
    } catch (JacksonException e) {
      throw new RequestRefused(Problem.MALFORMED_JSON, e.getOriginalMessage(), e);
    }
    throw new RequestRefused(Problem.MALFORMED_JSON, "not an array of manifests");
  }
}
