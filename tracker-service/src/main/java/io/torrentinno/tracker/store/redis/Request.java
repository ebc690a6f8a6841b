package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.Announce;
import java.nio.ByteBuffer;

/** One thing for {@code swarm.lua} to do, and what to read thereafter. */
final class Request {
  private final InfoHash swarm;
  private final byte[] bytes;
  private final Plan reads;

  private Request(InfoHash swarm, byte[] bytes, Plan reads) {
    this.swarm = swarm;
    this.bytes = bytes;
    this.reads = reads;
  }

  /** With which swarm. */
  InfoHash swarm() {
    return swarm;
  }

  /** What to do, in the form that the script reads; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** Which buckets to read when that is done. */
  Plan reads() {
    return reads;
  }

  /**
   * Adds or renews a member.
   *
   * @param known what its swarm looked like lately, which tells where it probably is
   */
  static Request announce(Announce announce, Shape known, Plan reads) {
    Entries entries = new Entries(1);
    entries.add(announce, known);
    return announces(announce.swarm(), entries, reads);
  }

  /** Adds or renews members, one after the other. */
  static Request announces(InfoHash swarm, Entries entries, Plan reads) {
    return new Request(swarm, entries.bytes(), reads);
  }

  /** Removes a member of either family. */
  static Request leave(InfoHash swarm, PeerId peer) {
    ByteBuffer to = ByteBuffer.allocate(1 + Integer.BYTES + Bytes32.LENGTH).put((byte) 'L');
    Row.writeIdentity(peer, to);
    return new Request(swarm, to.array(), Plan.NOTHING);
  }

  /** Changes nothing. */
  static Request look(InfoHash swarm, Plan reads) {
    return new Request(swarm, new byte[] {'S'}, reads);
  }
}
