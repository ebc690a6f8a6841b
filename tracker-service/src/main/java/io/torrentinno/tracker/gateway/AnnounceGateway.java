package io.torrentinno.tracker.gateway;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.tracker.swarm.StoreUnavailableException;
import io.torrentinno.tracker.swarm.Tracker;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.Answer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every endpoint brings its announces to.
 *
 * @param tracker answers them
 * @param addresses says under which address a peer is listed
 * @param rates says who asks too often
 * @param metrics counts them
 */
public record AnnounceGateway(
    Tracker tracker, PublicAddresses addresses, AddressRates rates, AnnounceMetrics metrics) {
  private static final Logger LOG = LoggerFactory.getLogger(AnnounceGateway.class);

  /** The tracker's answer. Nothing is thrown: it is the future that fails, whatever goes wrong. */
  public CompletableFuture<Answer> announce(Announce announce) {
    try {
      return tracker.announce(announce);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Counts an announce that was brought to the tracker, and logs what nobody expected.
   *
   * @param answer what came of it; null when it failed
   * @param failure why; null when it did not
   * @param began when it was taken up, by {@link System#nanoTime}
   */
  public void count(
      AnnounceEndpoint endpoint,
      AnnounceEvent event,
      @Nullable Answer answer,
      @Nullable Throwable failure,
      long began) {
    if (answer != null) {
      metrics.countUnlisted(answer.selection().reached());
      metrics.record(endpoint, event, AnnounceOutcome.ACCEPTED, began);
    } else if (failure != null && StoreUnavailableException.isBehind(failure)) {
      metrics.record(endpoint, event, AnnounceOutcome.UNAVAILABLE, began);
    } else {
      LOG.error("An announce failed unexpectedly", failure);
      metrics.record(endpoint, event, AnnounceOutcome.FAILED, began);
    }
  }

  /** Logs why a scrape failed, unless it is what the store says of itself. */
  public static void logScrape(Throwable failure) {
    if (!StoreUnavailableException.isBehind(failure)) {
      LOG.error("A scrape failed unexpectedly", failure);
    }
  }
}
