package io.torrentinno.agent.api.sharing;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.api.parameters.Reads;
import io.torrentinno.agent.api.resources.AddedResponse;
import io.torrentinno.agent.api.resources.ResourceController;
import io.torrentinno.agent.api.resources.Waits;
import io.torrentinno.agent.api.uploads.UploadFolder;
import io.torrentinno.agent.api.uploads.UploadName;
import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.resource.view.ShareStatus;
import io.torrentinno.agent.resource.view.ShareStatus.Outcome;
import io.torrentinno.agent.selection.FolderPart;
import io.torrentinno.protocol.model.InfoHash;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;

/** Shares a file that this machine has, or one that comes with the request. */
@RestController
@RequestMapping(ResourceController.PATH + "/share")
final class ShareController {
  private static final int DEFAULT_WAIT = 1;

  private final Agent agent;
  private final UploadFolder uploads;

  ShareController(Agent agent, UploadFolder uploads) {
    this.agent = agent;
    this.uploads = uploads;
  }

  /**
   * The body of the call.
   *
   * @param path absolute, or relative to the data folder
   * @param include paths of files and folders in the folder; the whole folder when absent
   * @param name the name that fetchers see; the file's own name when absent
   * @param pieceSize bytes; when absent, the size of the file decides
   * @param manifestVersion 1 or 2; when absent, the agent's setting decides
   * @param previous the info-hash of the previous version; when absent, the agent looks for it
   */
  record WantedShare(
      @NotBlank String path,
      @Nullable List<@Nullable String> include,
      @Nullable String name,
      @Nullable String comment,
      @Nullable Integer pieceSize,
      @Nullable Integer manifestVersion,
      @Nullable String previous) {
    ShareRequest request(Path dataDir) {
      return new ShareRequest(
          new ShareRequest.Content(file(dataDir), part(), false),
          name,
          comment == null ? "" : comment,
          new ShareRequest.Format(pieceSize, manifestVersion, infoHash(previous)));
    }

    private FolderPart part() {
      try {
        return include == null ? FolderPart.WHOLE : FolderPart.of(include);
      } catch (IllegalArgumentException e) {
        throw new RequestRefused(Problem.BAD_REQUEST, String.valueOf(e.getMessage()), e);
      }
    }

    private Path file(Path dataDir) {
      if (path == null || path.isBlank()) { // In a batch, this was not checked before.
        throw new RequestRefused(Problem.BAD_REQUEST, "path must not be blank");
      }
      try {
        return dataDir.resolve(path);
      } catch (InvalidPathException e) {
        throw new RequestRefused(Problem.BAD_REQUEST, "not a path: " + e.getReason(), e);
      }
    }
  }

  /**
   * The fields that may come with an uploaded file. They have the same meanings as those of {@link
   * WantedShare}.
   */
  record UploadFields(
      @Nullable String name,
      @Nullable String comment,
      @Nullable Integer pieceSize,
      @Nullable Integer manifestVersion,
      @Nullable String previous) {}

  /** Answers when the file is shared, or after {@code wait} seconds with the place of the share. */
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<?> share(
      @Valid @RequestBody WantedShare body, @RequestParam(defaultValue = "1") int wait) {
    return share(body.request(uploads.dataDir()), Waits.of(wait));
  }

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Reads("wait")
  ResponseEntity<?> upload(
      @RequestPart("file") Part file,
      @ModelAttribute UploadFields fields,
      HttpServletRequest request)
      throws IOException {
    Duration wait = Waits.ofUrl(request, DEFAULT_WAIT);
    InfoHash previous = infoHash(fields.previous());
    String name = UploadName.of(file, fields.name());
    requireNotFetched(name);
    UploadFolder.Placed placed = uploads.place(file, name);
    String comment = fields.comment() == null ? "" : fields.comment();
    try {
      return share(
          new ShareRequest(
              placed.file(),
              name,
              comment,
              fields.pieceSize(),
              placed.fresh(),
              fields.manifestVersion(),
              previous),
          wait);
    } catch (RuntimeException e) {
      placed.undo();
      throw e;
    }
  }

  private static @Nullable InfoHash infoHash(@Nullable String hex) {
    try {
      return hex == null ? null : InfoHash.parse(hex);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(Problem.BAD_REQUEST, "previous is not an info-hash", e);
    }
  }

  /** A name is refused that a download will get when it completes. */
  private void requireNotFetched(String name) {
    for (ResourceStatus other : agent.list()) {
      if (other.name().equals(name) && other.completedBytes() < other.selectedBytes()) {
        throw new RequestRefused(
            Problem.NAME_TAKEN, name + " is being fetched as " + other.infoHash());
      }
    }
  }

  private ResponseEntity<?> share(ShareRequest request, Duration wait) {
    ShareStatus share = agent.sharing().begin(request, wait);
    return switch (share.outcome()) {
      case Outcome.Done(Added added) -> AddedResponse.added(added);
      case Outcome.Failed(ResourceException failure) -> throw failure;
      case Outcome.Pending() ->
          ResponseEntity.accepted()
              .location(AddedResponse.location(ShareListController.PATH + "/" + share.id()))
              .body(ShareBodies.of(share));
    };
  }
}
