package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import io.torrentinno.protocol.announce.AnnouncedPeer;
import io.torrentinno.protocol.announce.PeerDetails;
import io.torrentinno.protocol.announce.Progress;
import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.TrackerAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Announces to test with. */
public final class Requests {
  public static final InfoHash INFO_HASH = new InfoHash(new Bytes32(1, 2, 3, 4));

  public static final TrackerAddress TRACKER = new TrackerAddress("192.0.2.1", 8080);
  public static final AnnounceIdentity IDENTITY =
      new AnnounceIdentity(
          peer(1).peerId(),
          peer(1).address().ip(),
          peer(1).address().port(),
          TRACKER,
          new AnnounceSecret(new Bytes32(7, 7, 7, 7)));

  private Requests() {}

  public static Progress progress() {
    return Progress.of(1_000, 10, 20);
  }

  public static AnnouncedPeer peer(int number) {
    PeerAddress address = PeerAddress.of("192.0.2." + number, 6881);
    return new AnnouncedPeer(new PeerId(new Bytes32(0, 0, 0, number)), INFO_HASH, address);
  }

  public static AnnounceRequest request() {
    return new AnnounceRequest(
        peer(1), AnnounceEvent.NONE, progress(), OptionalInt.of(30), PeerDetails.NONE);
  }

  public static AnnounceResponse response(Duration interval) {
    return new AnnounceResponse(INFO_HASH, List.of(peer(2)), interval, new SwarmSize(1, 1));
  }
}
