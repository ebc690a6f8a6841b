package io.torrentinno.agent.runtime.places;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** A sender, and an agent that may download to its data folder and to another disk. */
abstract class PlacesScene extends LocalAgents {
  static final String NAME = "backup.tar";
  static final int SIZE = 3_000_000;

  TorrentAgent sender;
  TorrentAgent agent;
  Path data;
  Path disk;

  @BeforeEach
  void start() throws Exception {
    disk = Files.createDirectories(folder.resolve("disk")).toRealPath();
    sender = agent("sender");
    agent = agent("data");
    data = folder.toRealPath().resolve("data");
  }

  static byte[] content(int seed) {
    byte[] content = new byte[SIZE];
    new Random(seed).nextBytes(content);
    return content;
  }

  /** Shares a file of this name that lies in a folder of its own. */
  ResourceManifest manifest(int seed) throws Exception {
    Path file = Files.createDirectories(folder.resolve("sender/" + seed)).resolve(NAME);
    Files.write(file, content(seed));
    return sender.manifest(share(sender, file));
  }

  ResourceManifest folderManifest(int seed) throws Exception {
    Path tree = folder.resolve("sender/trees/" + seed + "/model");
    Files.createDirectories(tree.resolve("sub"));
    Files.write(tree.resolve("sub/weights.bin"), content(seed));
    Files.writeString(tree.resolve("empty"), "");
    return sender.manifest(share(sender, tree));
  }

  static Placement in(@Nullable Path destination, @Nullable String name) {
    return new Placement(destination, name);
  }

  Reason refusal(ResourceManifest manifest, Placement placement) {
    return catchThrowableOfType(ResourceException.class, () -> agent.add(manifest, placement))
        .reason();
  }

  void restart() throws Exception {
    stop(agent);
    agent = agent(data);
  }
}
