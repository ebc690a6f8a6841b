package io.torrentinno.tracker.security;

import io.torrentinno.protocol.token.LiveTokens;
import io.torrentinno.protocol.token.Scope;
import io.torrentinno.protocol.token.TokenCheck;
import io.torrentinno.protocol.token.TokenList;
import io.torrentinno.tracker.gateway.AnnounceAccess.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of the tracker. A thread of its own looks for changes of the file every second, so
 * that no check waits for the disk.
 */
public final class TrackerTokens implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrackerTokens.class);

  private final @Nullable LiveTokens tokens;
  private final @Nullable ScheduledExecutorService reader;
  private final InstantSource clock;

  /**
   * Reads the file, and then its changes.
   *
   * @param file null: there are no tokens
   * @throws IOException when the file is there and is not a token file
   */
  TrackerTokens(@Nullable Path file, InstantSource clock) throws IOException {
    this.clock = clock;
    if (file == null) {
      tokens = null;
      reader = null;
      return;
    }
    LiveTokens live = new LiveTokens(file, System::nanoTime, LOG::error);
    tokens = live;
    reader =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tokens").factory());
    reader.scheduleWithFixedDelay(live::refreshed, 1, 1, TimeUnit.SECONDS);
  }

  /** The tokens of a file, whose expiries are compared with the time of day. */
  public static TrackerTokens of(@Nullable Path file) throws IOException {
    return new TrackerTokens(file, InstantSource.system());
  }

  private TokenList current() {
    return tokens == null ? TokenList.EMPTY : tokens.current();
  }

  /** Whether there is any token, an expired one included. */
  public boolean exist() {
    return !current().isEmpty();
  }

  /** Checks the text of a token against the file. Takes some microseconds, and never blocks. */
  public TokenCheck check(String text) {
    return current().check(text, clock.instant());
  }

  /** Whether the caller with this token may announce. Takes some microseconds, never blocks. */
  public Verdict mayAnnounce(String text) {
    return switch (check(text)) {
      case TokenCheck.Valid(var token) when token.allows(Scope.ANNOUNCE) -> Verdict.ALLOWED;
      case TokenCheck.Valid _ -> Verdict.FORBIDDEN;
      case TokenCheck.Expired _, TokenCheck.Unknown _ -> Verdict.UNAUTHORIZED;
    };
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.shutdownNow();
    }
  }
}
