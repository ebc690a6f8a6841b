package io.torrentinno.agent.engine;

import io.torrentinno.agent.engine.download.Downloads;
import io.torrentinno.agent.engine.hashes.HashBook;
import io.torrentinno.agent.engine.hashes.HashExchange;
import io.torrentinno.agent.engine.hints.HintExchange;
import io.torrentinno.agent.engine.model.NeededPieces;
import io.torrentinno.agent.engine.model.Pieces;
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
  final NeededPieces needed;
  final Downloads downloads;
  final Uploads uploads;
  final Choker choker;
  final SuperSeeding superSeeding;
  final HaveBroadcaster broadcaster;
  final PeerFinder finder;
  final PeerBook book;
  final PeerExchanges exchanges;
  final HashExchange hashes;
  final HintExchange hints;
  private final UploadOutput uploadOutput;

  /**
   * Parts that know no peer.
   *
   * @param content its verified pieces are shared by all parts
   * @param out takes what the parts want done
   */
  SessionParts(
      SessionSettings settings,
      SessionContent content,
      RandomGenerator random,
      List<SessionCommand> out,
      long now) {
    PieceLayout layout = content.layout();
    Bitfield have = content.verified();
    HashBook known = content.hashes();
    SessionOutput output = new SessionOutput(out);
    uploadOutput = new UploadOutput(output);
    needed = new NeededPieces(have, content.choice().skipped());
    Pieces pieces = new Pieces(layout, have, needed, known::isKnown, content.zero());
    downloads = new Downloads(settings, pieces, content.local(), random, output);
    downloads.prioritise(content.choice().high());
    hashes =
        new HashExchange(settings, known, needed.pieces(), random, output, downloads::verifiable);
    boolean wantsHints = content.local().wantsHints();
    hints = new HintExchange(settings, wantsHints, have, output, downloads::release);
    if (hints.isAwaited()) {
      downloads.hold();
    }
    boolean firstCopies = settings.sharing().superSeeds() && have.isFull();
    broadcaster = new HaveBroadcaster(have, settings.hello(), uploadOutput);
    superSeeding = new SuperSeeding(firstCopies, layout, broadcaster, random, uploadOutput);
    uploads = new Uploads(pieces, settings.hello(), superSeeding, uploadOutput);
    choker = new Choker(settings.sharing(), uploads, random, uploadOutput, now);
    finder = new PeerFinder(settings, random, now);
    book = finder.book();
    exchanges = new PeerExchanges(settings, finder.book(), output);
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
    hashes.left(peer.hashes(), now);
    hints.left(peer.hints(), now);
  }

  /** Does the regular work for one peer. */
  void tick(PeerState peer, long now) {
    broadcaster.tick(peer.upload(), now);
    exchanges.tick(peer.exchange(), now);
    hashes.tick(peer.hashes(), now);
    downloads.tick(peer.download(), now);
  }
}
