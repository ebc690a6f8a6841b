package io.torrentinno.agent.api.sharing;

import io.torrentinno.agent.api.errors.JsonFault;
import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.api.resources.ResourceController;
import io.torrentinno.agent.api.sharing.ShareController.WantedShare;
import io.torrentinno.agent.api.uploads.UploadFolder;
import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.protocol.rest.SharedBody;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shares many files in one call. For each file that can't be shared, the answer says why. */
@RestController
@RequestMapping(ResourceController.PATH + "/share/batch")
final class ShareBatchController {
  static final int MOST_FILES = 1000;
  private static final int AT_A_TIME = 64;

  /**
   * The time that the answer waits for each file, so that it includes the results of small files.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Agent agent;
  private final UploadFolder uploads;
  private final JsonMapper json;

  ShareBatchController(Agent agent, UploadFolder uploads, JsonMapper json) {
    this.agent = agent;
    this.uploads = uploads;
    this.json = json;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  List<SharedBody> share(@RequestBody List<JsonNode> files) throws InterruptedException {
    if (files.size() > MOST_FILES) {
      throw new RequestRefused(Problem.TOO_LARGE, "a batch has at most " + MOST_FILES + " files");
    }
    List<Callable<SharedBody>> calls =
        files.stream().<Callable<SharedBody>>map(file -> () -> share(file)).toList();
    try (ExecutorService callers =
        Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
      return callers.invokeAll(calls).stream().map(Future::resultNow).toList();
    }
  }

  private SharedBody share(JsonNode element) {
    if (!element.isObject()) {
      return ShareBodies.refused(Problem.MALFORMED_JSON.part("the entry is not a JSON object"));
    }
    try {
      WantedShare file = json.treeToValue(element, WantedShare.class);
      return ShareBodies.shared(agent.sharing().begin(file.request(uploads.dataDir()), PATIENCE));
    } catch (JacksonException e) {
      return ShareBodies.refused(Problem.MALFORMED_JSON.part(JsonFault.of(e)));
    } catch (ResourceException e) {
      return ShareBodies.refused(e);
    } catch (RequestRefused e) {
      return ShareBodies.refused(e.problem().part(e.detail()));
    }
  }
}
