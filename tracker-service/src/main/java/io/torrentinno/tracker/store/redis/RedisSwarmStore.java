package io.torrentinno.tracker.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.Selection;
import io.torrentinno.tracker.swarm.StoreCounts;
import io.torrentinno.tracker.swarm.SwarmPeer;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.SwarmVisitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  public Selection announce(InfoHash swarm, SwarmPeer caller, int wanted) {
    List<Object> answer =
        commands.run(
            SwarmScripts.ANNOUNCE,
            swarm,
            MemberCodec.id(caller.id()),
            MemberCodec.endpoint(caller.address()),
            (caller.seeder() ? "seeder" : "leecher").getBytes(US_ASCII),
            ttlMillis,
            number(wanted));
    int seeders = intAt(answer, 2);
    List<SwarmPeer> drawn = new ArrayList<>((answer.size() - DRAWN) / 2);
    for (int i = DRAWN; i < answer.size(); i += 2) {
      byte[] id = (byte[]) answer.get(i);
      byte[] endpoint = (byte[]) answer.get(i + 1);
      drawn.add(MemberCodec.peer(id, endpoint, drawn.size() < seeders));
    }
    return new Selection(drawn, intAt(answer, 0), intAt(answer, 1));
  }

  @Override
  public Selection remove(InfoHash swarm, PeerId peer) {
    List<Object> left = commands.run(SwarmScripts.REMOVE, swarm, MemberCodec.id(peer));
    return new Selection(List.of(), intAt(left, 0), intAt(left, 1));
  }

  @Override
  public void forEachSwarm(SwarmVisitor visitor) {
    for (InfoHash swarm : commands.swarms()) {
      SwarmMembers members = new SwarmMembers(commands, swarm);
      if (members.hasNext()) {
        visitor.visit(swarm, () -> members);
      }
    }
  }

  @Override
  public StoreCounts counts() {
    StoreCounts counts = StoreCounts.NONE;
    for (InfoHash swarm : commands.swarms()) {
      List<Object> sizes = commands.run(SwarmScripts.COUNTS, swarm);
      counts = counts.plusSwarm(intAt(sizes, 0), intAt(sizes, 1));
    }
    return counts;
  }

  private static int intAt(List<Object> answer, int index) {
    return Math.toIntExact((Long) answer.get(index));
  }

  private static byte[] number(long value) {
    return Long.toString(value).getBytes(US_ASCII);
  }
}
