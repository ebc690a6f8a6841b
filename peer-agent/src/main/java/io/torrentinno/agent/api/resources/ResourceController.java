package io.torrentinno.agent.api.resources;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.agent.resource.view.LazyList;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.rest.PiecesBody;
import io.torrentinno.protocol.rest.ResourceBody;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lists, shows, pauses, resumes, rechecks and removes resources. */
@RestController
@RequestMapping(ResourceController.PATH)
public final class ResourceController {
  public static final String PATH = "/api/v1/resources";

  private final Agent agent;

  ResourceController(Agent agent) {
    this.agent = agent;
  }

  @GetMapping
  List<ResourceBody> list() {
    List<ResourceStatus> all = agent.list();
    return LazyList.of(all.size(), i -> ResourceBodies.of(all.get(i)));
  }

  /**
   * Answers at once, or when the state will not change by itself, or after {@code wait} seconds.
   */
  @GetMapping("/{infoHash}")
  ResourceBody status(@PathVariable InfoHash infoHash, @RequestParam(defaultValue = "0") int wait) {
    return ResourceBodies.of(agent.awaitSettled(infoHash, Waits.of(wait)));
  }

  @GetMapping("/{infoHash}/pieces")
  PiecesBody pieces(
      @PathVariable InfoHash infoHash, @RequestParam(defaultValue = "bitfield") String view) {
    PieceStatus pieces = agent.pieces(infoHash);
    return switch (view) {
      case "bitfield" -> ResourceBodies.bits(pieces);
      case "list" -> ResourceBodies.listed(pieces);
      default -> throw new RequestRefused(Problem.BAD_REQUEST, "view must be bitfield or list");
    };
  }

  /** Writes to the connection directly, because a manifest can have 128 MiB. */
  @GetMapping("/{infoHash}/manifest")
  void manifest(@PathVariable InfoHash infoHash, HttpServletResponse response) throws IOException {
    ResourceManifest manifest = agent.manifest(infoHash);
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment()
            .filename(manifest.name() + ".torrentinno.json", StandardCharsets.UTF_8)
            .build()
            .toString());
    agent.exportManifest(manifest, response.getOutputStream());
  }

  @PostMapping("/{infoHash}/pause")
  ResourceBody pause(@PathVariable InfoHash infoHash) {
    return ResourceBodies.of(agent.pause(infoHash));
  }

  @PostMapping("/{infoHash}/resume")
  ResourceBody resume(@PathVariable InfoHash infoHash) {
    return ResourceBodies.of(agent.resume(infoHash));
  }

  /** Tries again all that failed, and with {@code paused} also ends all pauses. */
  @PostMapping("/resume")
  List<ResourceBody> resumeAll(@RequestParam(defaultValue = "false") boolean paused) {
    return agent.resumeAll(paused).stream().map(ResourceBodies::of).toList();
  }

  @PostMapping("/{infoHash}/recheck")
  ResourceBody recheck(@PathVariable InfoHash infoHash) {
    return ResourceBodies.of(agent.recheck(infoHash));
  }

  /** Takes no parts, which would be parameters beside those of the URL: they need other scopes. */
  @DeleteMapping(path = "/{infoHash}", consumes = "!multipart/*")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(
      @PathVariable InfoHash infoHash, @RequestParam(defaultValue = "false") boolean deleteData) {
    agent.remove(infoHash, deleteData);
  }
}
