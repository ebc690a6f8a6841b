package io.torrentinno.agent.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Waiting until nothing more happens to a resource by itself. */
class AwaitSettledTest extends LocalAgents {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void endsWhenAllIsHere() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    Path file = Files.write(folder.resolve("seeder/movie.bin"), new byte[5_000_000]);
    InfoHash infoHash = share(seeder, file);
    fetcher.add(seeder.manifest(infoHash));

    ResourceStatus status = fetcher.awaitSettled(infoHash, LONG);

    assertThat(status.state()).isEqualTo(ResourceState.SEEDING);
    assertThat(folder.resolve("fetcher/movie.bin")).hasSameBinaryContentAs(file);
  }

  @Test
  void endsWhenItHasLastedAsLongAsItMay() throws Exception {
    TorrentAgent agent = agent("agent");
    InfoHash infoHash = addWhatNobodyHas(agent);

    ResourceStatus status = agent.awaitSettled(infoHash, Duration.ofMillis(50));

    assertThat(status.state().isSettled()).isFalse();
  }

  @Test
  void endsWithAPause() throws Exception {
    TorrentAgent agent = agent("agent");
    InfoHash infoHash = addWhatNobodyHas(agent);
    CompletableFuture<ResourceStatus> waiting = waiting(agent, infoHash);

    agent.pause(infoHash);

    assertThat(waiting).succeedsWithin(LONG).extracting("state").isEqualTo(ResourceState.PAUSED);
  }

  @Test
  void isRefusedWhenTheResourceIsRemoved() throws Exception {
    TorrentAgent agent = agent("agent");
    InfoHash infoHash = addWhatNobodyHas(agent);
    CompletableFuture<ResourceStatus> waiting = waiting(agent, infoHash);

    agent.remove(infoHash, false);

    assertThatThrownBy(waiting::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .extracting("reason")
        .isEqualTo(Reason.UNKNOWN);
  }

  @Test
  void endsWhenTheAgentIsGoingToEnd() throws Exception {
    TorrentAgent agent = agent("agent");
    InfoHash infoHash = addWhatNobodyHas(agent);
    CompletableFuture<ResourceStatus> waiting = waiting(agent, infoHash);

    agent.endWaits();

    assertThat(waiting).succeedsWithin(LONG);
  }

  /** Its only seeder has removed it. */
  private InfoHash addWhatNobodyHas(TorrentAgent agent) throws Exception {
    TorrentAgent gone = agent("gone");
    InfoHash infoHash =
        share(gone, Files.write(folder.resolve("gone/file.bin"), "bytes".getBytes(UTF_8)));
    ResourceManifest manifest = gone.manifest(infoHash);
    gone.remove(infoHash, true);
    agent.add(manifest);
    return infoHash;
  }

  private static CompletableFuture<ResourceStatus> waiting(TorrentAgent agent, InfoHash infoHash) {
    CompletableFuture<ResourceStatus> status = new CompletableFuture<>();
    Thread thread =
        Thread.startVirtualThread(() -> {
          try {
            status.complete(agent.awaitSettled(infoHash, LONG));
          } catch (ResourceException e) {
            status.completeExceptionally(e);
          }
        });
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    return status;
  }
}
