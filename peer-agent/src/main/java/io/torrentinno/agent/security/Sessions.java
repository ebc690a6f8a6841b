package io.torrentinno.agent.security;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.token.TokenText;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The sessions of browsers, in memory. Only the holder of a token gets one, and each token has at
 * most {@link #PER_TOKEN}: the next one ends the oldest. For any thread.
 */
final class Sessions {
  static final int PER_TOKEN = 16;

  /** A day of work. The page asks for the token again after it. */
  static final long LIFETIME = TimeUnit.HOURS.toNanos(12);

  private final SecureRandom random = new SecureRandom();
  private final LongSupplier nanoTime;

  /** By the hash of the id, the oldest first. */
  private final Map<Bytes32, Session> sessions = new LinkedHashMap<>();

  Sessions(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A new session with the id that the browser's cookie gets. */
  record Started(String id, Session session) {}

  synchronized Started start(Bytes32 token) {
    sessions.values().removeIf(this::isOver);
    long same = sessions.values().stream().filter(it -> it.token().equals(token)).count();
    if (same >= PER_TOKEN) {
      Bytes32 oldest =
          sessions.entrySet().stream()
              .filter(it -> it.getValue().token().equals(token))
              .findFirst()
              .orElseThrow()
              .getKey();
      sessions.remove(oldest);
    }
    String id = TokenText.create(random);
    Session session = new Session(token, TokenText.create(random), nanoTime.getAsLong() + LIFETIME);
    sessions.put(TokenText.hash(id), session);
    return new Started(id, session);
  }

  synchronized Optional<Session> find(String id) {
    return TokenText.isWellFormed(id)
        ? Optional.ofNullable(sessions.get(TokenText.hash(id))).filter(it -> !isOver(it))
        : Optional.empty();
  }

  /** Whether a session has not ended. */
  synchronized boolean isOpen(Session session) {
    return !isOver(session) && sessions.containsValue(session);
  }

  synchronized void end(Session session) {
    sessions.values().removeIf(it -> it.equals(session));
  }

  synchronized int size() {
    return sessions.size();
  }

  private boolean isOver(Session session) {
    return session.endNanos() - nanoTime.getAsLong() <= 0;
  }
}
