package io.torrentinno.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.torrentinno.agent.events.AgentEvent;
import io.torrentinno.agent.events.Delivery;
import io.torrentinno.agent.events.EventFilter;
import io.torrentinno.agent.events.EventType;
import io.torrentinno.agent.events.NumberedEvent;
import io.torrentinno.agent.events.ResourceProgress;
import io.torrentinno.agent.events.Subscription;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.view.FetchOrder;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.TrackerAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What an agent publishes of what happens to its resources. */
class PublishedEventsTest extends LocalAgents {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int SIZE = 5_000_000;

  private final List<AgentEvent> seen = new ArrayList<>();
  private final List<ResourceProgress> progress = new ArrayList<>();

  @Test
  void tellsOfAResourceFromItsBeginningToItsEnd() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash =
        share(seeder, Files.write(folder.resolve("seeder/movie.bin"), new byte[SIZE]));
    try (Subscription listener = fetcher.services().events().subscribe(EventFilter.ALL)) {
      fetcher.add(seeder.manifest(infoHash));
      awaitSeen(listener, it -> isState(it, "seeding"));
      receiveUntil(listener, () -> completed() == SIZE);
      fetcher.pause(infoHash);
      fetcher.remove(infoHash, false);
      awaitSeen(listener, AgentEvent.Removed.class::isInstance);
    }

    assertThat(states())
        .containsExactly("added checking", "downloading", "seeding", "paused", "removed");
  }

  @Test
  void tellsOfALinkWhoseManifestIsFetched() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash =
        share(seeder, Files.write(folder.resolve("seeder/movie.bin"), new byte[SIZE]));
    try (Subscription listener = fetcher.services().events().subscribe(EventFilter.ALL)) {
      fetcher.add(seeder.status(infoHash).magnet());
      awaitSeen(listener, it -> isState(it, "seeding"));
    }

    assertThat(states())
        .containsExactly("added fetching-manifest", "checking", "downloading", "seeding");
  }

  @Test
  void tellsThatATrackerFailsAndAnswersAgain() throws Exception {
    TorrentAgent agent = agent("agent");
    InfoHash infoHash = InfoHash.parse("ab".repeat(32));
    try (Subscription listener =
        agent
            .services()
            .events()
            .subscribe(new EventFilter(Set.of(infoHash), Set.of(EventType.FAILURE)))) {
      agent.add(new MagnetLink(infoHash, List.of(new TrackerAddress("127.0.0.1", 1)), null));

      awaitSeen(listener, it -> it instanceof AgentEvent.FailureChanged f && f.error() != null);
      agent.pause(infoHash);
      awaitSeen(listener, it -> it instanceof AgentEvent.FailureChanged f && f.error() == null);
    }
  }

  @Test
  void tellsWhatIsChosenAnew() throws Exception {
    TorrentAgent agent = agent("agent");
    InfoHash infoHash = share(agent, Files.write(folder.resolve("agent/file.bin"), new byte[1000]));
    try (Subscription listener =
        agent
            .services()
            .events()
            .subscribe(new EventFilter(Set.of(), Set.of(EventType.SETTINGS)))) {
      agent.setLimits(new RateLimits(1, 2));
      agent.setLimits(infoHash, new RateLimits(1, 2));
      agent.setOrder(infoHash, FetchOrder.SEQUENTIAL);
      awaitSeen(listener, _ -> seen.size() == 3);
    }

    assertThat(seen)
        .extracting(AgentEvent::infoHash)
        .containsExactly((InfoHash) null, infoHash, infoHash);
  }

  @Test
  void takesBackWhatCouldNotBeAdded() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash =
        share(seeder, Files.write(folder.resolve("seeder/movie.bin"), new byte[SIZE]));
    ResourceManifest manifest = seeder.manifest(infoHash);
    Files.write(folder.resolve("fetcher/movie.bin"), new byte[3]);
    try (Subscription listener = fetcher.services().events().subscribe(EventFilter.ALL)) {
      assertThat(catchThrowable(() -> fetcher.add(manifest))).isNotNull();
      awaitSeen(listener, AgentEvent.Removed.class::isInstance);
    }

    assertThat(states()).containsExactly("added checking", "removed");
  }

  private void awaitSeen(Subscription listener, Predicate<AgentEvent> wanted) throws Exception {
    receiveUntil(listener, () -> seen.stream().anyMatch(wanted));
  }

  private void receiveUntil(Subscription listener, BooleanSupplier enough) throws Exception {
    long end = System.nanoTime() + LONG.toNanos();
    while (!enough.getAsBoolean()) {
      Delivery delivery = listener.next(Duration.ofNanos(end - System.nanoTime()));
      assertThat(delivery).as("after %s", seen).isInstanceOf(Delivery.News.class);
      Delivery.News news = (Delivery.News) delivery;
      news.events().stream().map(NumberedEvent::event).forEach(seen::add);
      progress.addAll(news.progress());
    }
  }

  /** As progress has told last. */
  private long completed() {
    return progress.isEmpty() ? 0 : progress.getLast().figures().completedBytes();
  }

  private List<String> states() {
    return seen.stream()
        .map(event ->
            switch (event) {
              case AgentEvent.Added added -> "added " + added.resource().state();
              case AgentEvent.StateChanged changed -> changed.resource().state();
              case AgentEvent.Removed _ -> "removed";
              default -> "";
            })
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static boolean isState(AgentEvent event, String state) {
    return event instanceof AgentEvent.StateChanged changed
        && changed.resource().state().equals(state);
  }
}
