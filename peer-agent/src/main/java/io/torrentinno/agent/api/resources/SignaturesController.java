package io.torrentinno.agent.api.resources;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.rest.ResourceBody;
import io.torrentinno.protocol.rest.SignaturesBody;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows and replaces the signatures of a manifest, and what they sign. */
@RestController
@RequestMapping(ResourceController.PATH + "/{infoHash}/signatures")
final class SignaturesController {
  private final Agent agent;

  SignaturesController(Agent agent) {
    this.agent = agent;
  }

  /** The body of a call. */
  record Wanted(@NotNull List<@Nullable String> signatures) {}

  @GetMapping
  SignaturesBody show(@PathVariable InfoHash infoHash) {
    return new SignaturesBody(agent.manifest(infoHash).signatures());
  }

  @PutMapping
  ResourceBody replace(@PathVariable InfoHash infoHash, @Valid @RequestBody Wanted wanted) {
    List<String> signatures = new ArrayList<>();
    for (String signature : wanted.signatures) {
      if (signature == null) {
        throw new RequestRefused(Problem.BAD_SIGNATURE, "signatures has a null");
      }
      signatures.add(signature);
    }
    return ResourceBodies.of(agent.setSignatures(infoHash, signatures));
  }

  /** Writes to the connection directly, because an info document can have 128 MiB. */
  @GetMapping("/message")
  void message(@PathVariable InfoHash infoHash, HttpServletResponse response) throws IOException {
    Object _ = agent.manifest(infoHash); // Refused before anything is written.
    response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
    agent.exportSigned(infoHash, response.getOutputStream());
  }
}
