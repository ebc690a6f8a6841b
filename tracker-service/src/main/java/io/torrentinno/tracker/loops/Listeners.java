package io.torrentinno.tracker.loops;

import io.netty.bootstrap.AbstractBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of one port, at addresses that come and go. It waits for an address that the machine
 * does not have yet, and closes the sockets of an address that the machine has lost. Safe for use
 * by several threads.
 */
public final class Listeners implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final EventLoops eventLoops;
  private final String protocol;
  private final Function<EventLoop, AbstractBootstrap<?, ?>> sockets;
  private final Others others;
  private final List<Channel> main = new ArrayList<>();
  private final Map<InetAddress, List<Channel>> beside = new HashMap<>();
  private final Set<InetAddress> refused = new HashSet<>();
  private @Nullable InetSocketAddress wanted;
  private @Nullable Future<?> watch;

  /** Sockets at one address only. */
  public Listeners(
      EventLoops eventLoops,
      String protocol,
      Function<EventLoop, AbstractBootstrap<?, ?>> sockets) {
    this(eventLoops, protocol, sockets, Others.NONE);
  }

  /**
   * More addresses to listen at.
   *
   * @param now returns the present addresses
   * @param every the time between two calls of {@code now}
   */
  public record Others(Supplier<Set<InetAddress>> now, Duration every) {
    public static final Others NONE = new Others(Set::of, Duration.ofDays(1));
  }

  /**
   * Sockets at one address, and at others beside it.
   *
   * @param protocol its name, for the log
   * @param sockets {@link EventLoops#datagrams} or {@link EventLoops#server}, configured
   */
  public Listeners(
      EventLoops eventLoops,
      String protocol,
      Function<EventLoop, AbstractBootstrap<?, ?>> sockets,
      Others others) {
    this.eventLoops = eventLoops;
    this.protocol = protocol;
    this.sockets = sockets;
    this.others = others;
  }

  /**
   * Begins to listen as soon as the machine has the address.
   *
   * @param address port 0 stands for any free port
   * @throws IOException when another process has the port
   */
  public synchronized void open(InetSocketAddress address) throws IOException {
    wanted = address;
    if (isHere(address.getAddress())) {
      main.addAll(eventLoops.open(address, sockets));
      follow();
      watch = eventLoops.every(others.every(), this::follow);
    } else {
      LOG.warn(
          "{}: no network interface has the address {} yet; waiting for it",
          protocol,
          address.getAddress());
      watch = eventLoops.every(RETRY, this::openLater);
    }
  }

  private static boolean isHere(InetAddress address) {
    try {
      return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }

  private synchronized void openLater() {
    InetSocketAddress address = wanted;
    if (address == null || !main.isEmpty() || !isHere(address.getAddress())) {
      return;
    }
    try {
      main.addAll(eventLoops.open(address, sockets));
      LOG.info("{}: listens at {} port {} now", protocol, address.getAddress(), port());
    } catch (IOException e) {
      if (refused.add(address.getAddress())) {
        LOG.warn("{}: {}; trying again", protocol, e.getMessage());
      }
    }
  }

  /** Opens and closes sockets so that they match the other addresses of the machine. */
  private synchronized void follow() {
    if (main.isEmpty() || !eventLoops.isEpoll()) {
      return; // Sockets cannot share a port, or have no port to share.
    }
    Set<InetAddress> present = others.now().get();
    refused.retainAll(present);
    beside
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !present.contains(entry.getKey());
          if (gone) {
            entry.getValue().forEach(Channel::close);
          }
          return gone;
        });
    for (InetAddress address : present) {
      if (!beside.containsKey(address)) {
        openBeside(address);
      }
    }
  }

  /**
   * The machine may have lost the address again, or it is not usable yet, like a tentative address
   * of IPv6.
   */
  private void openBeside(InetAddress address) {
    try {
      beside.put(address, eventLoops.share(new InetSocketAddress(address, port()), sockets));
    } catch (IOException e) {
      if (refused.add(address)) {
        LOG.warn("{}: {}; trying again", protocol, e.getMessage());
      }
    }
  }

  /** The port of the sockets, also before they are open. */
  public synchronized int port() {
    if (main.isEmpty()) {
      return wanted == null ? 0 : wanted.getPort();
    }
    return ((InetSocketAddress) main.getFirst().localAddress()).getPort();
  }

  @Override
  public void close() {
    List<Channel> open = new ArrayList<>();
    synchronized (this) {
      wanted = null;
      if (watch != null) {
        watch.cancel(false);
      }
      open.addAll(main);
      beside.values().forEach(open::addAll);
      main.clear();
      beside.clear();
    }
    open.forEach(socket -> socket.close().awaitUninterruptibly());
  }
}
