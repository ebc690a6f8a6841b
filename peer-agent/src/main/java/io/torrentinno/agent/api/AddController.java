package io.torrentinno.agent.api;

import io.torrentinno.agent.runtime.Agent;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestReader;
import io.torrentinno.protocol.model.MagnetLink;
import jakarta.servlet.http.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Adds resources by their manifest, as the body, a file, or by its URL, or by a magnet link. */
@RestController
@RequestMapping(ResourceController.PATH)
final class AddController {
  /** A body that names a URL or a link is shorter; a longer one can only be a manifest. */
  private static final int NAMING_BODY_LIMIT = 16 * 1024;

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
    byte[] head = body.readNBytes(NAMING_BODY_LIMIT);
    if (head.length < NAMING_BODY_LIMIT) {
      JsonNode named = parse(head);
      if (named.has("manifestUrl")) {
        return add(download.fetch(text(named, "manifestUrl", Problem.BAD_MANIFEST_URL)));
      }
      if (named.has("magnet")) {
        return Answers.added(agent.add(link(text(named, "magnet", Problem.BAD_MAGNET))));
      }
    }
    return add(ManifestReader.read(new SequenceInputStream(new ByteArrayInputStream(head), body)));
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

  private JsonNode parse(byte[] body) {
    try {
      return json.readTree(body);
    } catch (JacksonException e) {
      throw new RequestRefused(Problem.MALFORMED_JSON, e.getOriginalMessage(), e);
    }
  }

  private static String text(JsonNode body, String field, Problem otherwise) {
    JsonNode value = body.path(field);
    if (!value.isString()) {
      throw new RequestRefused(otherwise, field + " is not a string");
    }
    return value.stringValue();
  }

  private static MagnetLink link(String text) {
    try {
      return MagnetLink.parse(text);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(Problem.BAD_MAGNET, "not a magnet link: " + e.getMessage(), e);
    }
  }
}
