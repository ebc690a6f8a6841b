package io.torrentinno.agent.runtime.places;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.runtime.SenderScene;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** A sender, and an agent that may download to its data folder and to another disk. */
abstract class PlacesScene extends SenderScene {
  static final String NAME = "backup.tar";

  Path disk;

  @Override
  @BeforeEach
  protected void start() throws Exception {
    disk = Files.createDirectories(folder.resolve("disk")).toRealPath();
    super.start();
  }

  ResourceManifest manifest(int version) throws Exception {
    return file(NAME, version);
  }

  ResourceManifest folderManifest(int version) throws Exception {
    return tree("model", version);
  }

  static Placement in(@Nullable Path destination, @Nullable String name) {
    return new Placement(destination, name);
  }

  Reason refusal(ResourceManifest manifest, Placement placement) {
    return catchThrowableOfType(ResourceException.class, () -> agent.add(manifest, placement))
        .reason();
  }
}
