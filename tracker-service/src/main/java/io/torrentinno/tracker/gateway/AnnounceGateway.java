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
 * The parts that all endpoints use to answer an announce.
 *
 * @param tracker answers announces
 * @param addresses decides under which address a peer is listed
 * @param rates limits the requests of an address
 * @param access decides who may announce
 * @param metrics counts announces
 */
public record AnnounceGateway(
    Tracker tracker,
    PublicAddresses addresses,
    AddressRates rates,
    AnnounceAccess access,
    AnnounceMetrics metrics) {
  private static final Logger LOG = LoggerFactory.getLogger(AnnounceGateway.class);

  /** The tracker's answer. This method throws nothing: every failure is in the future. */
  public CompletableFuture<Answer> announce(Announce announce) {
    try {
      return tracker.announce(announce);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Counts an announce, and logs an unexpected failure.
   *
   * @param answer null when the announce failed
   * @param failure null when it did not fail
   * @param began when the endpoint began with the announce, by {@link System#nanoTime}
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

  /** Logs why a scrape failed, unless the store is away, which the store itself logs. */
  public static void logScrape(Throwable failure) {
    if (!StoreUnavailableException.isBehind(failure)) {
      LOG.error("A scrape failed unexpectedly", failure);
    }
  }
}
