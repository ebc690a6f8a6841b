package io.torrentinno.tracker.gateway;

import java.net.InetAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator that many callers may count as one, because a proxy passes their requests on
 * and the tracker does not know it. Logs each of its two lines at most once an hour, whatever
 * callers send. For any thread.
 */
public final class ProxyAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyAdvice.class);
  private static final long PAUSE = TimeUnit.HOURS.toNanos(1);

  private final TrustedProxies proxies;
  private final LongSupplier nanoTime;
  private final AtomicLong unknownAt;
  private final AtomicLong throttledAt;

  /**
   * Advice before the first line is logged.
   *
   * @param nanoTime a clock that is never set, such as {@link System#nanoTime()}
   */
  public ProxyAdvice(TrustedProxies proxies, LongSupplier nanoTime) {
    this.proxies = proxies;
    this.nanoTime = nanoTime;
    this.unknownAt = new AtomicLong(nanoTime.getAsLong() - PAUSE);
    this.throttledAt = new AtomicLong(nanoTime.getAsLong() - PAUSE);
  }

  /** A request has headers of a proxy, and no trusted proxy has named the caller. */
  public void unknownProxy(InetAddress address) {
    if (isDue(unknownAt)) {
      LOG.warn(
          "The proxy {} passes requests on. All its callers count as one address, and share the"
              + " limits of one. If the proxy is yours, name its address in"
              + " torrentinno.tracker.endpoints.trusted-proxies, and let it name its callers in the"
              + " header {} (torrentinno.tracker.endpoints.proxy-header)",
          address.getHostAddress(),
          proxies.header().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }

  /** A request was refused because its address sends too many. */
  public void throttled(InetAddress address) {
    if (isDue(throttledAt)) {
      LOG.warn(
          "The address {} sends more requests than torrentinno.tracker.limits.requests-per-second"
              + " allows; the rest get status 429. If it is the address of a proxy, its callers"
              + " share this limit unless torrentinno.tracker.endpoints.trusted-proxies names it",
          address.getHostAddress());
    }
  }

  private boolean isDue(AtomicLong lastAt) {
    long now = nanoTime.getAsLong();
    long last = lastAt.get();
    return now - last >= PAUSE && lastAt.compareAndSet(last, now);
  }
}
