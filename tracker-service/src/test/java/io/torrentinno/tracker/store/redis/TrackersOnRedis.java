package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.swarm;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.internal.HostAndPort;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.MappingSocketAddressResolver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.store.redis.RedisSwarmStore.Options;
import io.torrentinno.tracker.store.redis.RedisSwarmStore.State;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.stream.RecordId;
import org.springframework.data.redis.connection.stream.StreamRecords;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Several trackers on one Redis, which tests stop and start again. */
abstract class TrackersOnRedis {
  static final Duration TTL = Duration.ofSeconds(60);
  static final Options OPTIONS = new Options(TTL, Duration.ofSeconds(20), Caps.NONE, false);
  static final InfoHash SWARM = swarm(1);

  static final String KEY = "ti3:{7}";

  final RedisForTests redis = RedisForTests.start();

  /** The port to which the name of the Redis server is resolved. */
  final AtomicInteger leadsTo = new AtomicInteger(redis.port());

  private final ClientResources resources =
      DefaultClientResources.builder()
          .socketAddressResolver(MappingSocketAddressResolver.create(this::resolved))
          .build();
  private final List<LettuceConnectionFactory> factories = new ArrayList<>();
  final LettuceConnectionFactory connections = connections(redis.port());
  final MeterRegistry meters = new SimpleMeterRegistry();
  private final List<RedisSwarmStore> stores = new ArrayList<>();

  private HostAndPort resolved(HostAndPort address) {
    return address.getPort() == redis.port()
        ? HostAndPort.of(redis.host(), leadsTo.get())
        : address;
  }

  private LettuceConnectionFactory connections(int port) {
    return started(new RedisStandaloneConfiguration(redis.host(), port));
  }

  private LettuceConnectionFactory started(RedisConfiguration servers) {
    LettuceConnectionFactory made =
        new LettuceConnectionFactory(
            servers,
            LettuceClientConfiguration.builder()
                .commandTimeout(Duration.ofSeconds(2))
                .clientResources(resources)
                .clientOptions(ClientOptions.builder().autoReconnect(false).build())
                .build());
    made.afterPropertiesSet();
    made.start();
    factories.add(made);
    return made;
  }

  @AfterEach
  void close() {
    stores.forEach(RedisSwarmStore::close);
    factories.forEach(LettuceConnectionFactory::destroy);
    resources.shutdown(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    redis.close();
  }

  final RedisSwarmStore tracker(Options terms, LongSupplier nanoTime) {
    return tracker(connections, terms, nanoTime);
  }

  private RedisSwarmStore tracker(
      LettuceConnectionFactory from, Options terms, LongSupplier nanoTime) {
    RedisSwarmStore store = new RedisSwarmStore(from, terms, nanoTime, meters);
    stores.add(store);
    return store;
  }

  /** A tracker with another way to Redis, or another Redis. It need not be level yet. */
  final RedisSwarmStore trackerAt(RedisConfiguration servers) {
    return tracker(started(servers), OPTIONS, System::nanoTime);
  }

  final RedisSwarmStore trackerAt(int port) {
    return trackerAt(new RedisStandaloneConfiguration(redis.host(), port));
  }

  final RedisSwarmStore tracker() {
    return level(tracker(OPTIONS, System::nanoTime));
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

  /** Sends a line to the server at a port. */
  final void execute(int port, String line) {
    String[] words = line.split(" ");
    byte[][] arguments =
        Stream.of(words).skip(1).map(word -> word.getBytes(US_ASCII)).toArray(byte[][]::new);
    at(port, server -> server.execute(words[0], arguments));
  }

  final void execute(String command) {
    execute(redis.port(), command);
  }

  /** Whether the server at a port has the stream. */
  final boolean hasLog(int port) {
    Boolean has = at(port, server -> server.keyCommands().exists(KEY.getBytes(US_ASCII)));
    return Boolean.TRUE.equals(has);
  }

  private <T> @Nullable T at(int port, Function<RedisConnection, @Nullable T> command) {
    LettuceConnectionFactory server = new LettuceConnectionFactory(redis.host(), port);
    server.afterPropertiesSet();
    server.start();
    try (RedisConnection connection = server.getConnection()) {
      return command.apply(connection);
    } finally {
      server.destroy();
    }
  }

  final void add(byte[] entry) {
    add(entry, RecordId.autoGenerate());
  }

  final void add(byte[] entry, RecordId id) {
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
                        .withStreamKey(KEY.getBytes(US_ASCII))
                        .withId(id)),
        true);
  }
}
