package io.torrentinno.agent.api;

import io.torrentinno.agent.runtime.Agent;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestReader;
import jakarta.servlet.http.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Adds resources by their manifest: as the body, as a file, or by its URL. */
@RestController
@RequestMapping(ResourceController.PATH)
final class AddController {
  /** A body that names a URL is shorter than this; a longer one can only be a manifest. */
  private static final int URL_BODY_LIMIT = 16 * 1024;

  private final Agent agent;
  private final ManifestDownload download;
  private final JsonMapper json;

  AddController(Agent agent, ManifestDownload download, JsonMapper json) {
    this.agent = agent;
    this.download = download;
    this.json = json;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ResourceView> add(InputStream body) throws IOException, ManifestException {
    byte[] head = body.readNBytes(URL_BODY_LIMIT);
    JsonNode url = head.length < URL_BODY_LIMIT ? manifestUrl(head) : null;
    if (url == null) {
      return add(
          ManifestReader.read(new SequenceInputStream(new ByteArrayInputStream(head), body)));
    }
    if (!url.isString()) {
      throw new RequestRefused(Problem.BAD_MANIFEST_URL, "manifestUrl is not a string");
    }
    return add(download.fetch(url.stringValue()));
  }

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<ResourceView> add(@RequestPart("manifest") Part part)
      throws IOException, ManifestException {
    try (InputStream text = part.getInputStream()) {
      return add(ManifestReader.read(text));
    }
  }

  private ResponseEntity<ResourceView> add(Manifest manifest) {
    return Answers.added(agent.add(manifest));
  }

  private @Nullable JsonNode manifestUrl(byte[] body) {
    try {
      return json.readTree(body).get("manifestUrl");
    } catch (JacksonException e) {
      throw new RequestRefused(Problem.MALFORMED_JSON, e.getOriginalMessage(), e);
    }
  }
}
