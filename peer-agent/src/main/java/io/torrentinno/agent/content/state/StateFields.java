package io.torrentinno.agent.content.state;

import io.torrentinno.agent.content.disk.FileNames;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.agent.selection.FolderPart;
import io.torrentinno.protocol.model.FileName;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.TrackerAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads {@code state.json} field by field. A damaged field gets its default. */
final class StateFields {
  /** Stands for the data folder itself, of which a part is shared. */
  static final String DATA_FOLDER = ".";

  private final ObjectNode object;
  private final List<String> damaged = new ArrayList<>();

  StateFields(ObjectNode object) {
    this.object = object;
  }

  /** The names of the damaged fields among those that were read until now. */
  List<String> damaged() {
    return damaged;
  }

  ResourceChoices choices() {
    return new ResourceChoices(
        flag("paused"),
        trackers(),
        !damaged.contains("trackers")
            && !isMissing(object.get("trackersAlone"))
            && flag("trackersAlone"),
        limits(),
        !isMissing(object.get("sequential")) && flag("sequential"),
        files());
  }

  /**
   * The path of the file, and whether the file is shared in place; null when a field is damaged.
   *
   * @param own the path of a file that the agent has made
   */
  @Nullable Place place(Path dataFolder, Path own) {
    JsonNode file = object.get("file");
    if (file == null || !file.isString() || file.stringValue().isEmpty()) {
      damaged.add("file");
      return null;
    }
    boolean inPlace = flag("inPlace");
    boolean placed = !isMissing(object.get("placed")) && flag("placed");
    if (damaged.contains("inPlace") || damaged.contains("placed")) {
      return null;
    }
    try {
      String text = file.stringValue();
      boolean isDataFolder = inPlace && text.equals(DATA_FOLDER);
      Path stored = isDataFolder ? dataFolder : dataFolder.resolve(text);
      InfoHash replaces = isMissing(object.get("replaces")) ? null : replaces();
      Path path = replaces == null ? stored : dataFolder.resolve(text("becomes"));
      if (replaces != null && !stored.equals(FileNames.replacementOf(path))) {
        throw new IllegalArgumentException("the path is not the place of a replacement");
      }
      if (inPlace || path.equals(own) || (placed && isOfADownload(path))) {
        return new Place(path, inPlace ? part() : null, replaces);
      }
    } catch (IllegalArgumentException e) {
      // Not a path, not an info-hash, or not a part of a folder: damaged, as noted below.
    }
    damaged.add("file");
    return null;
  }

  /** Does not check whether the agent may write to the folder: the settings decide this. */
  private static boolean isOfADownload(Path path) {
    String name = String.valueOf(path.getFileName());
    return path.equals(path.normalize()) && FileName.fault(name) == null;
  }

  /**
   * Where the file of a resource is.
   *
   * @param shared the part of the folder that was shared where it is; null for a download
   * @param replaces the resource that has this path until this one is complete; null when none
   */
  record Place(Path file, @Nullable FolderPart shared, @Nullable InfoHash replaces) {}

  private FolderPart part() {
    JsonNode include = object.get("include");
    if (isMissing(include)) {
      return FolderPart.WHOLE;
    }
    if (!include.isArray() || !include.valueStream().allMatch(JsonNode::isString)) {
      throw new IllegalArgumentException("not a list of paths");
    }
    return FolderPart.of(include.valueStream().map(JsonNode::stringValue).toList());
  }

  private InfoHash replaces() {
    return InfoHash.parse(text("replaces"));
  }

  private String text(String name) {
    JsonNode value = object.get(name);
    if (value == null || !value.isString()) {
      throw new IllegalArgumentException(name + " is not a text");
    }
    return value.stringValue();
  }

  private boolean flag(String name) {
    JsonNode value = object.get(name);
    if (value != null && value.isBoolean()) {
      return value.booleanValue();
    }
    damaged.add(name);
    return false;
  }

  private List<TrackerAddress> trackers() {
    JsonNode value = object.get("trackers");
    if (isMissing(value)) {
      return List.of();
    }
    try {
      if (value.isArray() && value.valueStream().allMatch(JsonNode::isString)) {
        return value.valueStream().map(JsonNode::stringValue).map(TrackerAddress::parse).toList();
      }
    } catch (IllegalArgumentException e) {
      // An entry is not a tracker: damaged, as noted below.
    }
    damaged.add("trackers");
    return List.of();
  }

  private RateLimits limits() {
    JsonNode value = object.get("limits");
    if (isMissing(value)) {
      return RateLimits.NONE;
    }
    JsonNode up = value.get("uploadPerSecond");
    JsonNode down = value.get("downloadPerSecond");
    if (isLimit(up) && isLimit(down)) {
      return new RateLimits(up.longValue(), down.longValue());
    }
    damaged.add("limits");
    return RateLimits.NONE;
  }

  private FileSelection files() {
    JsonNode skipped = object.get("skipped");
    JsonNode high = object.get("high");
    try {
      if ((isMissing(skipped) || skipped.isString()) && (isMissing(high) || high.isString())) {
        return FileSelection.parse(text(skipped), text(high));
      }
    } catch (IllegalArgumentException e) {
      // A value is not a list of entries: damaged, as noted below.
    }
    damaged.add("skipped, high");
    return FileSelection.ALL;
  }

  private static String text(@Nullable JsonNode value) {
    return value == null || value.isNull() ? "" : value.stringValue();
  }

  private static boolean isLimit(@Nullable JsonNode value) {
    return value != null
        && value.isIntegralNumber()
        && value.canConvertToLong()
        && value.longValue() >= 0;
  }

  /** Whether the field is absent, as in files of older agents, or null. */
  private static boolean isMissing(@Nullable JsonNode value) {
    return value == null || value.isNull();
  }
}
