package io.torrentinno.agent.runtime.faults;

import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.agent.testing.FaultyDisk;
import io.torrentinno.agent.testing.WrappedFileSystem;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;

/** An agent whose disk can fail, and another that has a file. */
abstract class FaultyDiskScene extends LocalAgents {
  static final String NAME = "film.bin";
  static final int SIZE = 3_000_000;

  final FaultyDisk disk = new FaultyDisk();
  final byte[] content = new byte[SIZE];
  Path real;
  TorrentAgent agent;
  TorrentAgent other;

  @BeforeEach
  void start() throws Exception {
    real = Files.createDirectories(folder.resolve("faulty")).toRealPath();
    agent = agent(new WrappedFileSystem(disk).of(real));
    other = agent("other");
    new Random(1).nextBytes(content);
    Files.write(folder.resolve("other").resolve(NAME), content);
  }

  InfoHash shareElsewhere() {
    return share(other, folder.resolve("other").resolve(NAME));
  }
}
