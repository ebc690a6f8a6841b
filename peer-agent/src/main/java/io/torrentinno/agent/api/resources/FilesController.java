package io.torrentinno.agent.api.resources;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.agent.resource.view.files.FileStatus;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.rest.FileBody;
import io.torrentinno.protocol.rest.FilesBody;
import io.torrentinno.protocol.rest.ResourceBody;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.json.JsonMapper;

/** Lists the entries of a resource. Writes one entry at a time, because there may be very many. */
@RestController
@RequestMapping(ResourceController.PATH)
final class FilesController {
  /** The header with the number of all entries. */
  private static final String TOTAL = "X-Total-Count";

  private final Agent agent;
  private final JsonMapper json;

  FilesController(Agent agent, JsonMapper json) {
    this.agent = agent;
    this.json = json;
  }

  /** A part of the list begins with the entry {@code from} and has at most {@code limit}. */
  @GetMapping("/{infoHash}/files")
  void files(
      @PathVariable InfoHash infoHash,
      @RequestParam(defaultValue = "0") int from,
      @RequestParam(defaultValue = "" + Integer.MAX_VALUE) int limit,
      HttpServletResponse response)
      throws IOException {
    if (from < 0 || limit < 0) {
      throw new RequestRefused(
          Problem.BAD_REQUEST, "from and limit must be numbers that are not negative");
    }
    List<FileStatus> files = agent.files(infoHash);
    int begin = Math.min(from, files.size());
    int end = begin + Math.min(limit, files.size() - begin);
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setHeader(TOTAL, String.valueOf(files.size()));
    try (SequenceWriter answer =
        json.writerFor(FileBody.class).writeValuesAsArray(response.getOutputStream())) {
      for (FileStatus file : files.subList(begin, end)) {
        answer.write(body(file));
      }
    }
  }

  /** Chooses which files are fetched. */
  @PutMapping("/{infoHash}/files")
  ResourceBody choose(@PathVariable InfoHash infoHash, @RequestBody FilesBody wanted) {
    FileChoice choice =
        FileChoices.of(wanted.only(), wanted.skip(), wanted.normal(), wanted.high());
    if (choice.isEmpty()) {
      throw new RequestRefused(
          Problem.BAD_REQUEST,
          "the body names no files: only, skip, normal and high are lists of paths");
    }
    return ResourceBodies.of(agent.choose(infoHash, choice));
  }

  private static FileBody body(FileStatus file) {
    return new FileBody(
        file.path(),
        file.type().name().toLowerCase(Locale.ROOT),
        file.size(),
        file.completedBytes(),
        file.executable(),
        file.link(),
        file.priority().label());
  }
}
