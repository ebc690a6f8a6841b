package io.torrentinno.tracker.http.proxy;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A number of places, of which one address gets only a part. Safe for use by several threads. */
public final class ConnectionQuota {
  private final int most;
  private final int mostPerAddress;
  private final AtomicInteger taken = new AtomicInteger();
  private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

  public ConnectionQuota(int most, int mostPerAddress) {
    this.most = most;
    this.mostPerAddress = mostPerAddress;
  }

  /** Takes a place, if there is one for this address. */
  boolean take(InetAddress address) {
    if (taken.incrementAndGet() > most) {
      taken.decrementAndGet();
      return false;
    }
    if (byAddress.merge(address, 1, Integer::sum) > mostPerAddress) {
      give(address);
      return false;
    }
    return true;
  }

  /** Returns a place. */
  void give(InetAddress address) {
    byAddress.computeIfPresent(address, (_, places) -> places == 1 ? null : places - 1);
    taken.decrementAndGet();
  }
}
