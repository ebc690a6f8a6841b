package io.torrentinno.agent.placement;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a resource that is added is to lie.
 *
 * @param destination the folder, absolute or relative to the data folder; null for the data folder
 * @param name the name of its file or folder; null for the name in its manifest
 */
public record Placement(@Nullable Path destination, @Nullable String name) {
  /** In the data folder, under the name in the manifest. */
  public static final Placement USUAL = new Placement(null, null);

  /** Whether nothing was chosen. */
  public boolean isUsual() {
    return equals(USUAL);
  }
}
