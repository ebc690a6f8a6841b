package io.torrentinno.agent.placement;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The place of a resource that is added.
 *
 * @param destination the folder, absolute or relative to the data folder; null for the data folder
 * @param name the name of its file or folder; null for the name in its manifest
 * @param from its file or folder, which is there already and is only read; then the other values
 *     are null. Null for a resource that is fetched
 * @param replace whether it takes the place of a resource that is there, when it is complete
 */
public record Placement(
    @Nullable Path destination, @Nullable String name, @Nullable Path from, boolean replace) {
  /** In the data folder, under the name in the manifest. */
  public static final Placement USUAL = new Placement(null, null);

  /** One that is fetched. */
  public Placement(@Nullable Path destination, @Nullable String name) {
    this(destination, name, null, false);
  }

  /** One that is there already. */
  public static Placement from(Path file) {
    return new Placement(null, null, file, false);
  }

  public Placement {
    if (from != null && (destination != null || name != null || replace)) {
      throw new IllegalArgumentException(
          "a file or folder that is served from its present place cannot have another destination"
              + " or another name, and cannot replace a resource");
    }
  }

  /** Whether nothing was chosen. */
  public boolean isUsual() {
    return equals(USUAL);
  }
}
