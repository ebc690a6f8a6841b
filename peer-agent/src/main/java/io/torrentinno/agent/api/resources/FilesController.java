package io.torrentinno.agent.api.resources;

import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.agent.resource.view.FileStatus;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.rest.FileBody;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.json.JsonMapper;

/** Lists what is in a resource. The answer is written entry by entry: there may be very many. */
@RestController
@RequestMapping(ResourceController.PATH)
final class FilesController {
  private final Agent agent;
  private final JsonMapper json;

  FilesController(Agent agent, JsonMapper json) {
    this.agent = agent;
    this.json = json;
  }

  @GetMapping("/{infoHash}/files")
  void files(@PathVariable InfoHash infoHash, HttpServletResponse response) throws IOException {
    Iterable<FileStatus> files = agent.files(infoHash);
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    try (SequenceWriter answer =
        json.writerFor(FileBody.class).writeValuesAsArray(response.getOutputStream())) {
      for (FileStatus file : files) {
        answer.write(body(file));
      }
    }
  }

  private static FileBody body(FileStatus file) {
    return new FileBody(
        file.path(),
        file.type().name().toLowerCase(Locale.ROOT),
        file.size(),
        file.completedBytes(),
        file.executable(),
        file.link());
  }
}
