package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.swarm;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.store.redis.RedisSwarmStore.State;
import io.torrentinno.tracker.store.redis.RedisSwarmStore.Terms;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.Caps;
import io.torrentinno.tracker.swarm.model.PeerRequest;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.testing.RedisForTests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.stream.StreamRecords;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Several trackers on one Redis, which goes and comes. */
abstract class TrackersOnRedis {
  static final Duration TTL = Duration.ofSeconds(60);
  static final Terms TERMS = new Terms(TTL, Duration.ofSeconds(20), Caps.NONE, false);
  static final InfoHash SWARM = swarm(1);

  /** The stream of that swarm: 7 ^ 1 is 2, modulo 4. */
  static final String KEY = "ti3:{9}";

  final RedisForTests redis = RedisForTests.start();
  final LettuceConnectionFactory connections = connections();
  final MeterRegistry meters = new SimpleMeterRegistry();
  private final List<RedisSwarmStore> stores = new ArrayList<>();

  private LettuceConnectionFactory connections() {
    LettuceConnectionFactory made =
        new LettuceConnectionFactory(
            new RedisStandaloneConfiguration(redis.host(), redis.port()),
            LettuceClientConfiguration.builder().commandTimeout(Duration.ofSeconds(2)).build());
    made.afterPropertiesSet();
    made.start();
    return made;
  }

  @AfterEach
  void close() {
    stores.forEach(RedisSwarmStore::close);
    connections.destroy();
    redis.close();
  }

  final RedisSwarmStore tracker(Terms terms, LongSupplier nanoTime) {
    RedisSwarmStore store = new RedisSwarmStore(connections, terms, nanoTime, meters);
    stores.add(store);
    return store;
  }

  final RedisSwarmStore tracker() {
    return level(tracker(TERMS, System::nanoTime));
  }

  static RedisSwarmStore level(RedisSwarmStore store) {
    await().until(() -> store.status().state() == State.LEVEL);
    return store;
  }

  static Selection announce(RedisSwarmStore to, SwarmPeer peer) {
    return to.announce(Peers.announce(SWARM, peer), 50).join();
  }

  static Selection complete(RedisSwarmStore to, SwarmPeer peer) {
    PeerRequest want = new PeerRequest(OptionalInt.empty(), AddressFamilies.BOTH, true);
    return to.announce(new Announce(SWARM, peer, Announce.Kind.COMPLETED, want), 50).join();
  }

  static Set<SwarmPeer> members(RedisSwarmStore store) {
    List<SwarmPeer> members = new ArrayList<>();
    store.members(SWARM).forEach(members::add);
    return Set.copyOf(members);
  }

  static void awaitMembers(RedisSwarmStore store, SwarmPeer... peers) {
    await().until(() -> members(store), Set.of(peers)::equals);
  }

  final double count(String name) {
    return meters.get("torrentinno.tracker.redis." + name).counter().count();
  }

  final StringRedisTemplate commands() {
    return new StringRedisTemplate(connections);
  }

  final void add(byte[] entry) {
    RedisTemplate<byte[], byte[]> template = new RedisTemplate<>();
    template.setConnectionFactory(connections);
    template.setEnableDefaultSerializer(false);
    template.afterPropertiesSet();
    byte[] field = {'e'};
    template.execute(
        connection ->
            connection
                .streamCommands()
                .xAdd(
                    StreamRecords.rawBytes(Map.of(field, entry))
                        .withStreamKey(KEY.getBytes(US_ASCII))),
        true);
  }
}
