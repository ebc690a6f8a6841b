package io.torrentinno.agent.runtime.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A tracker that answers, but does not list this agent. */
class UnlistedTest extends LocalAgents {
  @Test
  void isShownUntilTheTrackerListsTheAgent() throws Exception {
    tracker.refuseToList("swarms");
    TorrentAgent agent = agent("agent");
    InfoHash one = share(agent, file("one"));
    InfoHash other = share(agent, file("other"));

    for (InfoHash infoHash : new InfoHash[] {one, other}) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(agent.status(infoHash).error())
                  .contains(
                      "does not list this agent", "as many resources as its operator allows"));
    }

    tracker.refuseToList(null);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> agent.status(one).error() == null && agent.status(other).error() == null);
    assertThat(tracker.peers(one)).hasSize(1);
  }

  private Path file(String name) throws Exception {
    return Files.writeString(folder.resolve(name), name);
  }
}
