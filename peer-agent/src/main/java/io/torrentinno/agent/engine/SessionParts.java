package io.torrentinno.agent.engine;

import io.torrentinno.agent.engine.download.Downloads;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.peer.ConnectedPeer;
import io.torrentinno.agent.engine.peer.SessionOutput;
import io.torrentinno.agent.engine.peers.PeerBook;
import io.torrentinno.agent.engine.peers.PeerExchanges;
import io.torrentinno.agent.engine.peers.PeerFinder;
import io.torrentinno.agent.engine.upload.Choker;
import io.torrentinno.agent.engine.upload.HaveBroadcaster;
import io.torrentinno.agent.engine.upload.SuperSeeding;
import io.torrentinno.agent.engine.upload.UploadOutput;
import io.torrentinno.agent.engine.upload.Uploads;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.List;
import java.util.random.RandomGenerator;

/** The parts of a session, each of which looks after one side of its peers. */
final class SessionParts {
  final Downloads downloads;
  final Uploads uploads;
  final Choker choker;
  final SuperSeeding superSeeding;
  final HaveBroadcaster broadcaster;
  final PeerFinder finder;
  final PeerBook book;
  final PeerExchanges exchanges;
  private final UploadOutput uploadOutput;

  /**
   * Parts that know no peer.
   *
   * @param have the verified pieces; shared by all parts
   * @param out takes what the parts want done
   */
  SessionParts(
      SessionSettings settings,
      PieceLayout layout,
      Bitfield have,
      RandomGenerator random,
      List<SessionCommand> out,
      long now) {
    SessionOutput output = new SessionOutput(out);
    uploadOutput = new UploadOutput(output);
    downloads = new Downloads(settings, layout, have, random, output);
    boolean firstCopies = settings.sharing().superSeeds() && have.isFull();
    broadcaster = new HaveBroadcaster(have, settings.hello(), uploadOutput);
    superSeeding = new SuperSeeding(firstCopies, layout, broadcaster, random, uploadOutput);
    uploads = new Uploads(have, settings.hello(), superSeeding, uploadOutput);
    choker = new Choker(settings.sharing(), uploads, random, uploadOutput, now);
    finder = new PeerFinder(settings, random, now);
    book = finder.book();
    exchanges = new PeerExchanges(settings.hello(), book, output);
  }

  void connected(PeerState peer, long now) {
    downloads.connected(peer.download());
    uploadOutput.connected(peer.upload());
    exchanges.connected(peer.exchange());
    book.connected(peer.peer().id(), now);
    broadcaster.connected(peer.upload(), now);
  }

  void left(PeerState peer, long now) {
    ConnectedPeer gone = peer.peer();
    uploadOutput.left(peer.upload());
    book.disconnected(gone.id(), peer.hasExchangedBlocks(), now);
    downloads.dropped(peer.download(), now);
    superSeeding.left(peer.upload());
    choker.left(peer.upload(), now);
    exchanges.left(peer.exchange());
  }

  /** Lets time pass for one peer. */
  void tick(PeerState peer, long now) {
    broadcaster.tick(peer.upload(), now);
    exchanges.tick(peer.exchange(), now);
    downloads.tick(peer.download(), now);
  }
}
