package io.torrentinno.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.protocol.model.InfoHash;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real transfers over loopback, measured over ten seconds. */
class RateLimitsTest extends LocalAgents {
  private static final long MB = 1_000_000;
  private static final int SECONDS = 10;
  private static final Percentage EXACT = Percentage.withPercentage(5);

  @ParameterizedTest
  @ValueSource(longs = {MB, 100 * MB})
  void sendsNeitherFasterNorSlowerThanTold(long limit) throws Exception {
    TorrentAgent seeder = agent("seeder");
    seeder.setLimits(new RateLimits(limit, 0));
    TorrentAgent fetcher = agent("fetcher");
    fetcher.add(seeder.manifest(share(seeder, 12 * limit)));

    assertThat(rateOf(() -> fetcher.counters().downloadedBytes(), limit)).isCloseTo(limit, EXACT);
  }

  @ParameterizedTest
  @ValueSource(longs = {MB, 100 * MB})
  void receivesNeitherFasterNorSlowerThanTold(long limit) throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash = share(seeder, 12 * limit);
    fetcher.setLimits(new RateLimits(0, limit));
    fetcher.add(seeder.manifest(infoHash));

    assertThat(rateOf(() -> fetcher.counters().downloadedBytes(), limit)).isCloseTo(limit, EXACT);
  }

  /** Also those that waited under another limit. The fetchers give each other nothing. */
  @Test
  void serves3PeersFairlyWithinTheLimitOfAResource() throws Exception {
    long limit = 6 * MB;
    TorrentAgent seeder = agent("seeder");
    InfoHash infoHash = share(seeder, 50 * limit);
    seeder.setLimits(infoHash, new RateLimits(MB, 0));
    List<TorrentAgent> fetchers = List.of(agent("a"), agent("b"), agent("c"));
    fetchers.forEach(fetcher -> fetcher.setLimits(new RateLimits(1, 0)));
    fetchers.forEach(fetcher -> fetcher.add(seeder.manifest(infoHash)));
    await().until(() -> seeder.peers(infoHash).size() == 3);
    seeder.setLimits(infoHash, new RateLimits(limit, 0));

    long sum = rateOf(() -> seeder.counters().uploadedBytes(), limit);

    assertThat(sum).isCloseTo(limit, EXACT);
    long third = seeder.counters().uploadedBytes() / 3;
    assertThat(seeder.peers(infoHash))
        .allSatisfy(peer -> assertThat(peer.uploaded()).isCloseTo(third, EXACT));
  }

  @Test
  void remembersTheLimitsOfAResourceAndNotThoseOfTheAgent() throws Exception {
    TorrentAgent agent = agent("agent");
    InfoHash infoHash = share(agent, 1000);
    agent.setLimits(infoHash, new RateLimits(MB, 2 * MB));
    agent.setLimits(new RateLimits(5, 6));
    stop(agent);

    TorrentAgent restarted = agent("agent");

    assertThat(restarted.limits(infoHash)).isEqualTo(new RateLimits(MB, 2 * MB));
    assertThat(restarted.limits()).isEqualTo(RateLimits.NONE);
  }

  /** Bytes per second from the first half second's worth on. */
  private static long rateOf(LongSupplier total, long expected) {
    awaitTotal(total, expected / 2);
    long begin = System.nanoTime();
    long before = total.getAsLong();
    awaitTotal(total, before + SECONDS * expected);
    long bytes = total.getAsLong() - before;
    return bytes * Duration.ofSeconds(1).toNanos() / (System.nanoTime() - begin);
  }

  private static void awaitTotal(LongSupplier total, long bytes) {
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(60))
        .until(() -> total.getAsLong() >= bytes);
  }

  private InfoHash share(TorrentAgent seeder, long size) throws Exception {
    Path path = folder.resolve("seeder.bin");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(size);
    }
    return share(seeder, path);
  }
}
