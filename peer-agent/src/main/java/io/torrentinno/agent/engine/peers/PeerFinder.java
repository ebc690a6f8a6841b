package io.torrentinno.agent.engine.peers;

import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.PeerIdentity;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The peers that a session knows: which to call when, which are kept out, when to ask trackers for
 * more. Every session has one, whatever it fetches.
 */
public final class PeerFinder {
  private static final long SEEK_EVERY = TimeUnit.SECONDS.toNanos(5);

  private final SessionSettings settings;
  private final PeerBook book;
  private long lastSeek;

  /** Knows nobody yet. */
  public PeerFinder(SessionSettings settings, RandomGenerator random, long now) {
    this.settings = settings;
    book = new PeerBook(settings.self(), random);
    lastSeek = now;
  }

  /** The peers that were named, connected or not. */
  public PeerBook book() {
    return book;
  }

  /** The peers that are kept out. */
  public List<Ban> bans(long now) {
    return book.bans(now);
  }

  /** Why a peer may not be connected here, whoever else is; null when it may. */
  public @Nullable DisconnectReason refusal(PeerId peer, InetAddress remote, long now) {
    if (peer.equals(settings.self())) {
      return DisconnectReason.SELF;
    }
    return book.isBanned(new PeerIdentity(peer, remote), now) ? DisconnectReason.BANNED : null;
  }

  /** A connection was closed as soon as it was there; {@code outgoing} if it was opened here. */
  public void refused(PeerId peer, boolean outgoing, long now) {
    if (outgoing) {
      book.connectFailed(peer, now);
    }
  }

  /** Somebody has named a peer. */
  public void found(PeerId peer, PeerAddress address, long now) {
    book.heardOf(peer, address, now);
  }

  /** Keeps a peer out, for as long as the settings say. */
  public void ban(PeerIdentity peer, DisconnectReason reason, long now) {
    book.ban(peer, reason, settings.timeouts().ban(), now);
  }

  /** Takes the turn to ask the trackers for peers; false while the last one was just taken. */
  public boolean claimSeek(long now) {
    boolean due = now - lastSeek >= SEEK_EVERY;
    if (due) {
      lastSeek = now;
    }
    return due;
  }
}
