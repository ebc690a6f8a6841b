package io.torrentinno.tracker.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.Announce;
import io.torrentinno.tracker.swarm.Selection;
import io.torrentinno.tracker.swarm.StoreCounts;
import io.torrentinno.tracker.swarm.SwarmCounts;
import io.torrentinno.tracker.swarm.SwarmPeer;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.SwarmVisitor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Swarms in Redis 6.2 or newer, alone, with replicas or as a cluster. An announce is one script:
 * one round trip, in time that grows with the peers drawn and not with the swarm. All times are by
 * Redis's clock.
 */
public final class RedisSwarmStore implements SwarmStore {
  private static final int DRAWN = 3; // where in the answer to an announce the drawn peers begin

  private final SwarmCommands commands;
  private final byte[] ttlMillis;
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * A store of what is in that Redis already.
   *
   * @param ttl how long a member lives after its last announce, in whole milliseconds
   * @param nanoTime as {@link System#nanoTime()}, to space out tries while Redis is away
   */
  public RedisSwarmStore(RedisConnectionFactory redis, Duration ttl, LongSupplier nanoTime) {
    this.commands = new SwarmCommands(redis, new RedisGate(nanoTime));
    this.ttlMillis = number(ttl.toMillis());
  }

  @Override
  public CompletableFuture<Selection> announce(Announce announce, int wanted) {
    return CompletableFuture.supplyAsync(
        () -> announce(announce.swarm(), announce.caller(), wanted), threads);
  }

  private Selection announce(InfoHash swarm, SwarmPeer caller, int wanted) {
    List<Object> answer =
        commands.run(
            SwarmScripts.ANNOUNCE,
            swarm,
            MemberCodec.id(caller.id()),
            MemberCodec.endpoint(caller.address()),
            (caller.seeder() ? "seeder" : "leecher").getBytes(US_ASCII),
            ttlMillis,
            number(wanted));
    return new Selection(MemberCodec.peers(answer.subList(DRAWN, answer.size())), counts(answer));
  }

  @Override
  public CompletableFuture<SwarmCounts> remove(InfoHash swarm, PeerId peer) {
    return CompletableFuture.supplyAsync(
        () -> counts(commands.run(SwarmScripts.REMOVE, swarm, MemberCodec.id(peer))), threads);
  }

  @Override
  public CompletableFuture<SwarmCounts> scrape(InfoHash swarm) {
    return CompletableFuture.supplyAsync(
        () -> counts(commands.run(SwarmScripts.COUNTS, swarm)), threads);
  }

  @Override
  public void forEachSwarm(SwarmVisitor visitor) {
    for (InfoHash swarm : commands.swarms()) {
      SwarmCounts counts = counts(commands.run(SwarmScripts.COUNTS, swarm));
      if (counts.peers() > 0) {
        visitor.visit(swarm, counts);
      }
    }
  }

  @Override
  public Iterable<SwarmPeer> members(InfoHash swarm) {
    return () -> new SwarmMembers(commands, swarm);
  }

  @Override
  public StoreCounts counts() {
    StoreCounts counts = StoreCounts.NONE;
    for (InfoHash swarm : commands.swarms()) {
      counts = counts.plusSwarm(counts(commands.run(SwarmScripts.COUNTS, swarm)));
    }
    return counts;
  }

  private static SwarmCounts counts(List<Object> answer) {
    return new SwarmCounts(intAt(answer, 0), intAt(answer, 1), 0);
  }

  private static int intAt(List<Object> answer, int index) {
    return Math.toIntExact((Long) answer.get(index));
  }

  private static byte[] number(long value) {
    return Long.toString(value).getBytes(US_ASCII);
  }
}
