package io.torrentinno.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.resource.view.FetchOrder;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.testing.EarlierRelease;
import io.torrentinno.protocol.model.HostAndPort;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent on the data folder of an earlier release. */
class UpgradeTest extends LocalAgents {
  private static final int PIECES = 6;
  private static final int HALF = 49_145;

  private Path data;
  private TorrentAgent agent;

  @BeforeEach
  void start() throws Exception {
    data = Files.createDirectories(folder.resolve("upgraded"));
    EarlierRelease.unpack(data);
    agent = agent(data);
  }

  @Test
  void knowsAllResources() throws Exception {
    expectAll();

    assertThat(agent.services().peerId())
        .hasToString(Files.readString(data.resolve(".torrentinno/peer-id")).strip());
  }

  @Test
  void knowsThemAfterItsOwnRestart() throws Exception {
    stop(agent);

    agent = agent(data);

    expectAll();
  }

  @Test
  void keepsWhatWasFetchedAndFetchesTheRest() throws Exception {
    TorrentAgent seeder = agent("seeder");
    for (String name : new String[] {"half.bin", "paused.bin"}) {
      Files.write(folder.resolve("seeder").resolve(name), EarlierRelease.content(name, PIECES));
      seeder.add(agent.manifest(infoHash(name)));
      awaitState(seeder, infoHash(name), ResourceState.SEEDING);
    }

    agent.resume(infoHash("paused.bin"));
    for (String name : new String[] {"half.bin", "paused.bin"}) {
      HostAndPort peer = new HostAndPort("127.0.0.1", seeder.services().listenPort());
      agent.addPeer(infoHash(name), peer);
      awaitState(agent, infoHash(name), ResourceState.SEEDING);
      assertThat(data.resolve(name)).hasBinaryContent(EarlierRelease.content(name, PIECES));
    }

    long all = 2L * EarlierRelease.content("half.bin", PIECES).length;
    // A connection that another one replaces may lose blocks, which are sent again.
    assertThat(agent.counters().downloadedBytes()).isLessThan(all - HALF);
  }

  private void expectAll() {
    expect("finished.bin", ResourceState.SEEDING);
    expect("shared.bin", ResourceState.SEEDING);
    expect("half.bin", ResourceState.DOWNLOADING);
    expect("paused.bin", ResourceState.PAUSED);
    expect("linked.bin", ResourceState.FETCHING_MANIFEST);
    expect("paused-link.bin", ResourceState.PAUSED);
    assertThat(agent.list()).hasSize(6);
    assertThat(agent.status(infoHash("half.bin")).completedBytes()).isGreaterThanOrEqualTo(HALF);
    assertThat(agent.status(infoHash("half.bin")).order()).isEqualTo(FetchOrder.SEQUENTIAL);
    assertThat(agent.limits(infoHash("half.bin"))).isEqualTo(new RateLimits(50_000, 60_000));
    assertThat(agent.status(infoHash("linked.bin")).magnet())
        .hasToString(
            "magnet:?xt=urn:torrentinno:" + "ab".repeat(32) + "&tr=127.0.0.1:18131&dn=linked.bin");
  }

  private void expect(String name, ResourceState state) {
    awaitState(agent, infoHash(name), state);
    assertThat(agent.status(infoHash(name)).condition().retryIn()).isNull();
  }

  private InfoHash infoHash(String name) {
    return agent.list().stream()
        .filter(it -> it.name().equals(name))
        .map(ResourceStatus::infoHash)
        .findFirst()
        .orElseThrow();
  }
}
