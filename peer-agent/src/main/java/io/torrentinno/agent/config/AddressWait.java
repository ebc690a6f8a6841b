package io.torrentinno.agent.config;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Delays the web server while {@code server.address} is not an address of this machine, for example
 * because the network comes up after the services.
 */
@Component
final class AddressWait implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(AddressWait.class);

  private final @Nullable InetAddress address;
  private volatile boolean running;

  AddressWait(@Value("${server.address:#{null}}") @Nullable InetAddress address) {
    this.address = address;
  }

  /** Starts just before the web server. */
  @Override
  public int getPhase() {
    return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
  }

  @Override
  public void start() {
    running = true;
    if (address == null || isHere(address)) {
      return;
    }
    log.warn(
        "server.address: this machine does not have the address {} yet. Waiting for it.",
        address.getHostAddress());
    CountDownLatch here = new CountDownLatch(1);
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    clock.scheduleWithFixedDelay(() -> look(address, here), 1, 1, TimeUnit.SECONDS);
    try {
      // Without a time limit: when asked to end, Spring interrupts such a wait, and none with a
      // limit.
      here.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("ended while it waited for server.address", e);
    } finally {
      clock.shutdownNow();
    }
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private static void look(InetAddress address, CountDownLatch here) {
    if (isHere(address)) {
      here.countDown();
    }
  }

  private static boolean isHere(InetAddress address) {
    try {
      return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true; // Binding the address will fail and say why.
    }
  }
}
