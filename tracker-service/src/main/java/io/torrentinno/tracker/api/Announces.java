package io.torrentinno.tracker.api;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import io.torrentinno.protocol.announce.AnnouncedPeer;
import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.door.Events;
import io.torrentinno.tracker.swarm.AddressFamilies;
import io.torrentinno.tracker.swarm.Announce;
import io.torrentinno.tracker.swarm.Answer;
import io.torrentinno.tracker.swarm.Selection;
import io.torrentinno.tracker.swarm.SwarmCounts;
import io.torrentinno.tracker.swarm.SwarmPeer;
import io.torrentinno.tracker.swarm.Zone;
import java.util.List;
import java.util.stream.StreamSupport;

/** Between the messages of this door and the tracker's own words. */
final class Announces {
  private Announces() {}

  /** A peer that does not say how much it lacks, as no TI/1 peer does, counts as a leecher. */
  static Announce from(AnnounceRequest request) {
    boolean seeder =
        request.progress().isComplete()
            || (request.event() == AnnounceEvent.COMPLETED && request.progress().left().isEmpty());
    return new Announce(
        request.infoHash(),
        new SwarmPeer(request.peerId(), request.address(), seeder, Zone.of(request.zone())),
        Events.kind(request.event()),
        request.numWant(),
        AddressFamilies.BOTH);
  }

  static AnnounceResponse toResponse(Announce announce, Answer answer) {
    Selection selection = answer.selection();
    InfoHash swarm = announce.swarm();
    List<AnnouncedPeer> peers =
        StreamSupport.stream(selection.peers().spliterator(), false)
            .map(peer -> new AnnouncedPeer(peer.id(), swarm, peer.address()))
            .toList();
    SwarmCounts counts = selection.counts();
    SwarmSize size = new SwarmSize(counts.seeders(), counts.leechers());
    return new AnnounceResponse(swarm, peers, answer.interval(), size);
  }

  /** As {@code members}, to be iterated once. */
  static Iterable<AnnouncedPeer> peersOf(InfoHash swarm, Iterable<SwarmPeer> members) {
    return () ->
        StreamSupport.stream(members.spliterator(), false)
            .map(peer -> new AnnouncedPeer(peer.id(), swarm, peer.address()))
            .iterator();
  }
}
