package io.torrentinno.agent.api.adding;

import io.torrentinno.agent.api.bodies.SpooledBody;
import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.parameters.Reads;
import io.torrentinno.agent.api.resources.FileChoices;
import io.torrentinno.agent.api.resources.ResourceBodies;
import io.torrentinno.agent.api.resources.ResourceController;
import io.torrentinno.agent.api.uploads.UploadFolder;
import io.torrentinno.agent.manifest.ManifestThreads;
import io.torrentinno.agent.memory.MemoryShortage;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.rest.AddedBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Adds many resources by their manifests in one call, so that they share flushes of the disk. Only
 * a part of the manifests and of the answers is in memory at a time.
 */
@RestController
@RequestMapping(ResourceController.PATH + "/batch")
@Reads({"destination", "name", "from", "replace", "only", "skip", "normal", "high"})
final class BatchController {
  static final int MOST_BYTES = 16 << 20;
  static final int MOST_ELEMENTS = 10_000;
  private static final int AT_A_TIME = 64;

  private final Agent agent;
  private final UploadFolder uploads;
  private final ManifestBodies manifests;
  private final ManifestThreads threads;
  private final JsonMapper json;

  BatchController(
      Agent agent,
      UploadFolder uploads,
      ManifestBodies manifests,
      ManifestThreads threads,
      JsonMapper json) {
    this.agent = agent;
    this.uploads = uploads;
    this.manifests = manifests;
    this.threads = threads;
    this.json = json;
  }

  /** The parameters of a call, which apply to all its manifests. */
  private record Wanted(Placement placement, FileChoice files) {}

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  void add(InputStream body, HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException, ManifestException {
    Wanted wanted = new Wanted(Placements.ofMany(request), FileChoices.of(request));
    try (SpooledBody text = SpooledBody.read(body, MOST_BYTES, uploads.scratch())) {
      List<BatchElements.Element> elements =
          threads.call(text.size(), () -> BatchElements.of(text, MOST_ELEMENTS));
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      try (ExecutorService callers =
              Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory());
          SequenceWriter answers =
              json.writerFor(AddedBody.class).writeValuesAsArray(response.getOutputStream())) {
        for (int next = 0; next < elements.size(); next += AT_A_TIME) {
          int end = Math.min(elements.size(), next + AT_A_TIME);
          for (AddedBody added : add(text, elements.subList(next, end), wanted, callers)) {
            answers.write(added);
          }
        }
      }
    }
  }

  private List<AddedBody> add(
      SpooledBody text,
      List<BatchElements.Element> elements,
      Wanted wanted,
      ExecutorService callers)
      throws InterruptedException {
    List<Callable<AddedBody>> calls =
        elements.stream().<Callable<AddedBody>>map(it -> () -> add(text, it, wanted)).toList();
    return callers.invokeAll(calls).stream().map(Future::resultNow).toList();
  }

  private AddedBody add(SpooledBody text, BatchElements.Element element, Wanted wanted)
      throws IOException {
    if (!element.isObject()) {
      return refused(Problem.MALFORMED_JSON, "the entry is not a JSON object");
    }
    try {
      return manifests.read(
          () -> text.open(element.begin(), element.end()),
          element.end() - element.begin(),
          manifest -> body(agent.add(manifest, wanted.placement(), wanted.files())));
    } catch (ManifestException e) {
      return refused(Problem.of(e.reason()), e.getMessage());
    } catch (ResourceException e) {
      return refused(Problem.of(e.reason()), e.getMessage());
    } catch (MemoryShortage e) {
      return refused(Problem.of(e), e.getMessage());
    }
  }

  private static AddedBody body(Added added) {
    HttpStatus status = added.created() ? HttpStatus.CREATED : HttpStatus.OK;
    return new AddedBody(status.value(), ResourceBodies.of(added.resource()), null);
  }

  private static AddedBody refused(Problem problem, @Nullable String detail) {
    return new AddedBody(problem.status().value(), null, problem.part(detail));
  }
}
