package io.torrentinno.agent.content.state;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.StateFields.Place;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.selection.FolderPart;
import io.torrentinno.protocol.model.TrackerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code state.json}: where the file of a resource is, and the choices for the resource. A download
 * without any choice has no such file.
 *
 * @param folder the folder with the state of the resource
 */
record StateFile(Path folder) {
  private static final String NAME = "state.json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The longest file that is read; agents write less. */
  private static final long MOST_BYTES = 8 << 20;

  /**
   * The fields of the file.
   *
   * @param file path of the file of the resource; relative to the data folder when the file is in
   *     it, so that the data folder can be moved
   * @param placed whether a download has another path than the usual one
   * @param skipped the numbers of the files that are not fetched
   * @param high the numbers of the files that are fetched first
   * @param replaces info-hash of the resource that this one will replace. In this case {@code file}
   *     is the path until the replacement, so that earlier releases do not touch the other file
   * @param becomes the path after the replacement, in the form of {@code file}
   * @param include the paths of a part of a folder; null for a whole folder or a file
   */
  private record Form(
      String file,
      boolean inPlace,
      boolean placed,
      boolean paused,
      List<String> trackers,
      boolean trackersAlone,
      RateLimits limits,
      boolean sequential,
      String skipped,
      String high,
      @Nullable String replaces,
      @Nullable String becomes,
      @Nullable List<String> include) {
    static Form of(SavedResource resource, Path dataFolder) {
      ResourceChoices choices = resource.choices();
      return new Form(
          stored(resource.place(), dataFolder),
          resource.inPlace(),
          resource.isPlaced(dataFolder),
          choices.paused(),
          choices.trackers().stream().map(TrackerAddress::toString).toList(),
          choices.trackersAlone(),
          choices.limits(),
          choices.sequential(),
          choices.files().skippedText(),
          choices.files().highText(),
          resource.replaces() == null ? null : resource.replaces().toString(),
          resource.replaces() == null ? null : stored(resource.file(), dataFolder),
          include(resource.shared()));
    }

    private static @Nullable List<String> include(@Nullable FolderPart shared) {
      return shared == null || shared.isWhole() ? null : shared.paths();
    }

    private static String stored(Path file, Path dataFolder) {
      if (file.equals(dataFolder)) {
        return StateFields.DATA_FOLDER;
      }
      return (file.startsWith(dataFolder) ? dataFolder.relativize(file) : file).toString();
    }
  }

  /** Whether the file is not needed, because each field would have its default. */
  static boolean isNeedless(SavedResource resource, Path dataFolder) {
    return !resource.inPlace()
        && !resource.isReplacing()
        && !resource.isPlaced(dataFolder)
        && resource.choices().equals(ResourceChoices.NONE);
  }

  /** Blocking. Writes the file; it is durable when this returns. */
  void write(SavedResource resource, Path dataFolder) throws IOException {
    AtomicFiles.write(folder, NAME, JSON.writeValueAsBytes(Form.of(resource, dataFolder)));
  }

  void delete() throws IOException {
    Files.deleteIfExists(path());
  }

  /**
   * Reads the place and the choices of a resource.
   *
   * @param unchosen the result when there is no such file
   */
  PersistedResource.Known read(SavedResource unchosen, Path dataFolder) {
    if (Files.notExists(path(), NOFOLLOW_LINKS)) {
      return new PersistedResource.Known(unchosen, null);
    }
    Path own = unchosen.usualPlace(dataFolder);
    StateFields fields;
    try {
      fields = new StateFields(object());
    } catch (IOException e) {
      return withoutPlace(unchosen, own, ResourceChoices.NONE, StorageException.why(e));
    }
    ResourceChoices choices = fields.choices();
    Place place = fields.place(dataFolder, own);
    String fault = fault(fields);
    if (place == null) {
      return withoutPlace(unchosen, own, choices, String.valueOf(fault));
    }
    return new PersistedResource.Known(
        at(place, unchosen, choices),
        fault == null
            ? null
            : damaged(fault) + "Resume the resource to continue without the damaged fields");
  }

  /** The choices, as far as they can be read; needs no manifest. */
  ResourceChoices choices() {
    try {
      return new StateFields(object()).choices();
    } catch (IOException e) {
      return ResourceChoices.NONE;
    }
  }

  private Path path() {
    return folder.resolve(NAME);
  }

  private ObjectNode object() throws IOException {
    if (Files.size(path()) > MOST_BYTES) {
      throw new IOException("it is too long");
    }
    try {
      if (JSON.readTree(Files.readAllBytes(path())) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new IOException("it is not JSON", e);
    }
    throw new IOException("it is not a JSON object");
  }

  private static @Nullable String fault(StateFields read) {
    return read.damaged().isEmpty() ? null : "not valid: " + String.join(", ", read.damaged());
  }

  private String damaged(String why) {
    return path() + " is damaged (" + why + "). ";
  }

  /** The agent has made every part file. Anybody may have made a file with the final name. */
  private PersistedResource.Known withoutPlace(
      SavedResource unchosen, Path own, ResourceChoices choices, String why) {
    Place place = new Place(own, Files.exists(own, NOFOLLOW_LINKS) ? FolderPart.WHOLE : null, null);
    return new PersistedResource.Known(
        at(place, unchosen, choices),
        damaged(why)
            + "It contained the path of the file. Share the file again. Or resume the"
            + " resource: then the agent looks for the file in the data folder, and"
            + " fetches missing pieces");
  }

  private static SavedResource at(Place place, SavedResource of, ResourceChoices choices) {
    return new SavedResource(
        of.manifest(), place.file(), place.shared(), choices, place.replaces());
  }
}
