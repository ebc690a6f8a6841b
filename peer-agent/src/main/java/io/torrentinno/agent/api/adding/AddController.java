package io.torrentinno.agent.api.adding;

import io.torrentinno.agent.api.bodies.SpooledBody;
import io.torrentinno.agent.api.errors.JsonFault;
import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.api.parameters.Reads;
import io.torrentinno.agent.api.resources.AddedResponse;
import io.torrentinno.agent.api.resources.FileChoices;
import io.torrentinno.agent.api.resources.ResourceController;
import io.torrentinno.agent.api.uploads.UploadFolder;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.rest.ResourceBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.util.stream.Stream;
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

/**
 * Adds a resource by a manifest or a magnet link. The manifest is the body, a part of a form, or at
 * a URL.
 */
@RestController
@RequestMapping(ResourceController.PATH)
@Reads({"destination", "name", "from", "replace", "only", "skip", "normal", "high"})
final class AddController {
  private static final long MOST_BYTES = 128L << 20;

  private final Agent agent;
  private final ManifestDownload download;
  private final ManifestBodies manifests;
  private final UploadFolder uploads;
  private final JsonMapper json;

  AddController(
      Agent agent,
      ManifestDownload download,
      ManifestBodies manifests,
      UploadFolder uploads,
      JsonMapper json) {
    this.agent = agent;
    this.download = download;
    this.manifests = manifests;
    this.uploads = uploads;
    this.json = json;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ResourceBody> add(HttpServletRequest request)
      throws IOException, ManifestException {
    FileChoice files = FileChoices.of(request);
    try (SpooledBody body =
        SpooledBody.read(request.getInputStream(), MOST_BYTES, uploads.scratch())) {
      byte[] brief = body.inMemory(); // A longer body can only be a manifest.
      if (brief != null) {
        JsonNode named = parse(brief);
        AddFields.check(named);
        if (named.has(AddFields.URL)) {
          String url = text(named, AddFields.URL, Problem.BAD_MANIFEST_URL);
          Placement placement = Placements.of(request, named);
          return download.fetch(url, manifest -> add(manifest, placement, files));
        }
        if (named.has(AddFields.MAGNET)) {
          MagnetLink link = link(text(named, AddFields.MAGNET, Problem.BAD_MAGNET));
          return AddedResponse.added(agent.add(link, Placements.of(request, named), files));
        }
      }
      Placement placement = Placements.of(request);
      return manifests.read(body::open, body.size(), manifest -> add(manifest, placement, files));
    }
  }

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Reads("signature")
  ResponseEntity<ResourceBody> add(@RequestPart("manifest") Part part, HttpServletRequest request)
      throws IOException, ManifestException {
    Placement placement = Placements.of(request);
    FileChoice files = FileChoices.of(request);
    String @Nullable [] signatures = request.getParameterValues("signature");
    return manifests.read(
        part::getInputStream,
        part.getSize(),
        manifest -> add(signed(manifest, signatures), placement, files));
  }

  /** The manifest with further signatures: version 1 has no place for them. */
  private static ResourceManifest signed(
      ResourceManifest manifest, String @Nullable [] signatures) {
    if (signatures == null) {
      return manifest;
    }
    try {
      return manifest.withSignatures(
          Stream.concat(Stream.of(signatures), manifest.signatures().stream()).distinct().toList());
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(Problem.BAD_SIGNATURE, String.valueOf(e.getMessage()), e);
    }
  }

  private ResponseEntity<ResourceBody> add(
      ResourceManifest manifest, Placement placement, FileChoice files) {
    return AddedResponse.added(agent.add(manifest, placement, files));
  }

  private JsonNode parse(byte[] body) {
    try {
      return json.readTree(body);
    } catch (JacksonException e) {
      throw new RequestRefused(Problem.MALFORMED_JSON, JsonFault.of(e), e);
    }
  }

  private static String text(JsonNode body, String field, Problem otherwise) {
    JsonNode value = body.path(field);
    if (!value.isString()) {
      throw new RequestRefused(otherwise, field + " is not a string");
    }
    return value.stringValue().strip();
  }

  private static MagnetLink link(String text) {
    try {
      return MagnetLink.parseAny(text);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(Problem.BAD_MAGNET, String.valueOf(e.getMessage()), e);
    }
  }
}
