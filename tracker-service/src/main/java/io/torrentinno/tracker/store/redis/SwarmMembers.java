package io.torrentinno.tracker.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.SwarmPeer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;

/**
 * The members of one swarm in the order of their expiry, a page a round trip. One that announces
 * meanwhile moves to the end and is met again there, but given only once.
 */
final class SwarmMembers implements Iterator<SwarmPeer> {
  private static final int PAGE = 1_000;
  private static final int FIELDS = 4; // id, expiry, endpoint if a seeder, endpoint if a leecher

  private final SwarmCommands commands;
  private final InfoHash swarm;
  private final Set<PeerId> given = new HashSet<>();
  private final Queue<SwarmPeer> page = new ArrayDeque<>();
  private byte[] expiry = "-inf".getBytes(US_ASCII);
  private int seenOfExpiry;
  private boolean last;

  SwarmMembers(SwarmCommands commands, InfoHash swarm) {
    this.commands = commands;
    this.swarm = swarm;
  }

  @Override
  public boolean hasNext() {
    while (page.isEmpty() && !last) {
      fetch();
    }
    return !page.isEmpty();
  }

  @Override
  public SwarmPeer next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.remove();
  }

  private void fetch() {
    List<Object> answer =
        commands.run(SwarmScripts.PAGE, swarm, expiry, number(seenOfExpiry), number(PAGE));
    for (int i = 0; i < answer.size(); i += FIELDS) {
      byte[] id = (byte[]) answer.get(i);
      advanceTo((byte[]) answer.get(i + 1));
      if (given.add(PeerId.of(id, 0))) {
        byte[] asSeeder = (byte[]) answer.get(i + 2);
        byte[] endpoint = asSeeder != null ? asSeeder : (byte[]) answer.get(i + 3);
        page.add(MemberCodec.peer(id, endpoint, asSeeder != null));
      }
    }
    last = answer.size() < PAGE * FIELDS;
  }

  private void advanceTo(byte[] nextExpiry) {
    seenOfExpiry = Arrays.equals(expiry, nextExpiry) ? seenOfExpiry + 1 : 1;
    expiry = nextExpiry;
  }

  private static byte[] number(int value) {
    return Integer.toString(value).getBytes(US_ASCII);
  }
}
