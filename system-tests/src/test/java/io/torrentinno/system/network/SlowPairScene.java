package io.torrentinno.system.network;

import io.torrentinno.system.harness.AgentProcess;
import io.torrentinno.system.harness.Testbed;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A slow pair of agents, for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SlowPairScene {
  @RegisterExtension protected final Testbed testbed = new Testbed();

  protected SlowPair pair;
  protected AgentProcess seeder;
  protected AgentProcess fetcher;
  private final int bytesPerSecond;

  protected SlowPairScene(int bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  @BeforeAll
  void start() throws IOException {
    pair = SlowPair.start(testbed, bytesPerSecond);
    seeder = pair.seeder();
    fetcher = pair.fetcher();
  }
}
