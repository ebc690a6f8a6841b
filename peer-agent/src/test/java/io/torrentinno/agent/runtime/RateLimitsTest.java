package io.torrentinno.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.net.tls.EncryptionMode;
import io.torrentinno.agent.net.tls.TestTls;
import io.torrentinno.protocol.model.InfoHash;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real transfers over loopback. What is measured for ten seconds, and takes a machine that has time
 * for it, has the tag {@code full}; the same for a second must not be faster than told.
 */
class RateLimitsTest extends LocalAgents {
  private static final long MB = 1_000_000;
  private static final int LONG_SECONDS = 10;
  private static final Percentage EXACT = Percentage.withPercentage(5);

  @ParameterizedTest
  @CsvSource({"1, OFF", "20, OFF", "20, REQUIRED"})
  void sendsNoFasterThanTold(long megabytes, EncryptionMode mode) throws Exception {
    long limit = megabytes * MB;
    assertThat(sendingRate(limit, 1, mode)).isLessThan(limit * 5 / 4);
  }

  @ParameterizedTest
  @CsvSource({"1, OFF", "20, OFF", "20, REQUIRED"})
  void receivesNoFasterThanTold(long megabytes, EncryptionMode mode) throws Exception {
    long limit = megabytes * MB;
    assertThat(receivingRate(limit, 1, mode)).isLessThan(limit * 5 / 4);
  }

  @Test
  void servesThreePeersWithinTheLimitOfAResource() throws Exception {
    assertThat(rateToThree(6 * MB, 1, Percentage.withPercentage(30))).isLessThan(6 * MB * 5 / 4);
  }

  @ParameterizedTest
  @CsvSource({"1, OFF", "100, OFF", "100, REQUIRED"})
  @Tag("long")
  void sendsNeitherFasterNorSlowerThanTold(long megabytes, EncryptionMode mode) throws Exception {
    long limit = megabytes * MB;
    assertThat(sendingRate(limit, LONG_SECONDS, mode)).isCloseTo(limit, EXACT);
  }

  @ParameterizedTest
  @CsvSource({"1, OFF", "100, OFF", "100, REQUIRED"})
  @Tag("long")
  void receivesNeitherFasterNorSlowerThanTold(long megabytes, EncryptionMode mode)
      throws Exception {
    long limit = megabytes * MB;
    assertThat(receivingRate(limit, LONG_SECONDS, mode)).isCloseTo(limit, EXACT);
  }

  @Test
  @Tag("long")
  void servesThreePeersExactlyAtTheLimitOfAResource() throws Exception {
    assertThat(rateToThree(6 * MB, LONG_SECONDS, EXACT)).isCloseTo(6 * MB, EXACT);
  }

  private long sendingRate(long limit, int seconds, EncryptionMode mode) throws Exception {
    TorrentAgent seeder = agent("seeder", TestTls.of(mode));
    seeder.setLimits(new RateLimits(limit, 0));
    TorrentAgent fetcher = agent("fetcher", TestTls.of(mode));
    fetcher.add(seeder.manifest(share(seeder, (seconds + 2) * limit)));

    return rateOf(() -> fetcher.counters().downloadedBytes(), limit, seconds);
  }

  private long receivingRate(long limit, int seconds, EncryptionMode mode) throws Exception {
    TorrentAgent seeder = agent("seeder", TestTls.of(mode));
    TorrentAgent fetcher = agent("fetcher", TestTls.of(mode));
    InfoHash infoHash = share(seeder, (seconds + 2) * limit);
    fetcher.setLimits(new RateLimits(0, limit));
    fetcher.add(seeder.manifest(infoHash));

    return rateOf(() -> fetcher.counters().downloadedBytes(), limit, seconds);
  }

  /**
   * Serves three that waited under another limit, and give each other nothing.
   *
   * @param fairness how far what each was sent may be from a third
   */
  private long rateToThree(long limit, int seconds, Percentage fairness) throws Exception {
    TorrentAgent seeder = agent("seeder");
    InfoHash infoHash = share(seeder, 5L * seconds * limit);
    seeder.setLimits(infoHash, new RateLimits(MB, 0));
    List<TorrentAgent> fetchers = List.of(agent("a"), agent("b"), agent("c"));
    fetchers.forEach(fetcher -> fetcher.setLimits(new RateLimits(1, 0)));
    fetchers.forEach(fetcher -> fetcher.add(seeder.manifest(infoHash)));
    await().until(() -> seeder.peers(infoHash).size() == 3);
    seeder.setLimits(infoHash, new RateLimits(limit, 0));

    long rate = rateOf(() -> seeder.counters().uploadedBytes(), limit, seconds);

    long third = seeder.counters().uploadedBytes() / 3;
    assertThat(seeder.peers(infoHash))
        .allSatisfy(peer -> assertThat(peer.uploaded()).isCloseTo(third, fairness));
    return rate;
  }

  @Test
  void keepsTheLimitsOfAResourceAndNotThoseOfTheAgent() throws Exception {
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
  private static long rateOf(LongSupplier total, long expected, int seconds) {
    awaitTotal(total, expected / 2);
    long begin = System.nanoTime();
    long before = total.getAsLong();
    awaitTotal(total, before + seconds * expected);
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
      for (long position = 0; position < size; position += 16 * 1024) {
        file.seek(position); // Pieces of zeros would not be sent.
        file.write(1);
      }
    }
    return share(seeder, path);
  }
}
