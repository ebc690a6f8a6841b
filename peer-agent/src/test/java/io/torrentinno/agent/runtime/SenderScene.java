package io.torrentinno.agent.runtime;

import io.torrentinno.agent.manifest.ResourceManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;

/** An agent that shares files and folders in several versions, and an agent that fetches them. */
public abstract class SenderScene extends LocalAgents {
  protected static final int SIZE = 3_000_000;

  protected TorrentAgent sender;
  protected TorrentAgent agent;

  /** The data folder of the agent that fetches. */
  protected Path data;

  @BeforeEach
  protected void start() throws Exception {
    sender = agent("sender");
    agent = agent("data");
    data = folder.toRealPath().resolve("data");
  }

  protected void restart() throws Exception {
    stop(agent);
    agent = agent("data");
  }

  protected static byte[] content(int version) {
    byte[] content = new byte[SIZE];
    new Random(version).nextBytes(content);
    return content;
  }

  /** Shares a file of this name, which lies in a folder of its version. */
  protected ResourceManifest file(String name, int version) throws Exception {
    Path file = Files.createDirectories(folder.resolve("sender/" + version)).resolve(name);
    Files.write(file, content(version));
    return sender.manifest(share(sender, file));
  }

  /** Shares a folder of this name. The version is in an empty file's name, too. */
  protected ResourceManifest tree(String name, int version) throws Exception {
    Path tree = folder.resolve("sender/t" + version).resolve(name);
    Files.createDirectories(tree.resolve("sub"));
    Files.write(tree.resolve("sub/weights"), content(version));
    Files.writeString(tree.resolve("v" + version), "");
    return sender.manifest(share(sender, tree));
  }
}
