package io.torrentinno.agent.engine.peers;

import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.ConnectFailure;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.PeerIdentity;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.model.Shortage;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The peers that a session knows: which to call when, which are banned, when to announce for more.
 * Every kind of session has one.
 */
public final class PeerFinder {
  private static final long SEEK_EVERY = TimeUnit.SECONDS.toNanos(5);

  private final SessionSettings settings;
  private final PeerBook book;
  private final NamedAddresses named = new NamedAddresses();
  private long lastSeek;

  /** A finder without peers. */
  public PeerFinder(SessionSettings settings, RandomGenerator random, long now) {
    this.settings = settings;
    book = new PeerBook(settings.self(), random);
    lastSeek = now;
  }

  /** The known peers, connected or not. */
  public PeerBook book() {
    return book;
  }

  /** The addresses that an operator has named and where no peer has answered yet. */
  public NamedAddresses named() {
    return named;
  }

  /** Connections that are being opened. */
  public int connecting() {
    return book.connecting() + named.calling();
  }

  /** The banned peers. */
  public List<Ban> bans(long now) {
    return book.bans(now);
  }

  /** Why no peer is connected. */
  public Shortage shortage(long now) {
    if (book.size() == 0) {
      return named.size() == 0 ? Shortage.NO_PEER_KNOWN : Shortage.NO_PEER_REACHED;
    }
    return bans(now).size() >= book.size() ? Shortage.ALL_BANNED : Shortage.NO_PEER_REACHED;
  }

  /** Of the reasons why peers can't be reached, the one that says most; null when none is known. */
  public @Nullable ConnectFailure failure() {
    return Stream.concat(book.failures(), named.failures())
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Why a peer may not connect here at all; null when it may. */
  public @Nullable DisconnectReason refusal(PeerId peer, InetAddress remote, long now) {
    if (peer.equals(settings.self())) {
      return DisconnectReason.SELF;
    }
    return book.isBanned(new PeerIdentity(peer, remote), now) ? DisconnectReason.BANNED : null;
  }

  /** A connection was closed right after the handshake; {@code outgoing} if it was opened here. */
  public void refused(PeerId peer, boolean outgoing, long now) {
    if (outgoing) {
      book.connectFailed(peer, null, now);
    }
  }

  /** A tracker has named a peer. */
  public void found(PeerId peer, PeerAddress address, PeerSource tracker, long now) {
    book.heardOf(peer, address, tracker, now);
  }

  /**
   * The peer at an address that an operator has named has sent its id.
   *
   * @param ofUse whether it may be called again
   */
  public void answered(PeerAddress address, PeerId peer, boolean ofUse, long now) {
    named.answered(address);
    if (ofUse) {
      book.listensAt(peer, address, now);
    }
  }

  /** Bans a peer for the time of the settings. */
  public void ban(PeerIdentity peer, DisconnectReason reason, long now) {
    book.ban(peer, reason, settings.timeouts().ban(), now);
  }

  /** Takes the turn to announce for peers; false when the last turn was too short ago. */
  public boolean claimSeek(long now) {
    boolean due = now - lastSeek >= SEEK_EVERY;
    if (due) {
      lastSeek = now;
    }
    return due;
  }
}
