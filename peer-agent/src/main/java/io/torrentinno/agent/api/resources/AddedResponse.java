package io.torrentinno.agent.api.resources;

import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.protocol.rest.ResourceBody;
import java.net.URI;
import java.nio.file.Path;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Makes answers that several calls give. */
public final class AddedResponse {
  private AddedResponse() {}

  /** 201 with the URL of the resource, or 200 when it existed before. */
  public static ResponseEntity<ResourceBody> added(Added added) {
    ResourceBody resource = ResourceBodies.of(added.resource());
    if (!added.created()) {
      return ResponseEntity.ok(resource);
    }
    return ResponseEntity.created(location(ResourceController.PATH + "/" + resource.infoHash()))
        .body(resource);
  }

  /**
   * A URL relative to the present request, because a proxy may serve this agent below a path that
   * the agent does not know.
   *
   * @param path of this interface, from the root
   */
  public static URI location(String path) {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current
        ? relative(
            current
                .getRequest()
                .getRequestURI()
                .substring(current.getRequest().getContextPath().length()),
            path)
        : URI.create(path);
  }

  public static URI relative(String from, String to) {
    Path folder = Path.of(from.substring(0, from.lastIndexOf('/') + 1));
    return URI.create(folder.relativize(Path.of(to)).toString());
  }
}
