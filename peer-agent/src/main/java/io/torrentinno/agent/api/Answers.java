package io.torrentinno.agent.api;

import io.torrentinno.agent.runtime.Added;
import java.net.URI;
import org.springframework.http.ResponseEntity;

/** Answers that more than one call gives. */
final class Answers {
  private Answers() {}

  /** 201 with the resource's place, or 200 when it was there already. */
  static ResponseEntity<ResourceView> added(Added added) {
    ResourceView resource = ResourceView.of(added.resource());
    if (!added.created()) {
      return ResponseEntity.ok(resource);
    }
    URI location = URI.create(ResourceController.PATH + "/" + resource.infoHash());
    return ResponseEntity.created(location).body(resource);
  }
}
