package io.torrentinno.tracker.http.connection;

import io.netty.channel.Channel;
import io.torrentinno.tracker.http.proxy.ControlPlaneProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The open connections of the HTTP endpoint, and what they share. */
public final class Connections {
  /** How many over the limit are told that they are, a tenth of them. */
  private static final int TOLD_PART = 10;

  private final Map<Channel, HttpConnection> open = new ConcurrentHashMap<>();
  private final AddressPlaces places = new AddressPlaces();
  private final HttpLimits limits;
  private final MemoryBudget memory;
  private final ControlPlaneProxy controlPlane;

  public Connections(HttpLimits limits, ControlPlaneProxy controlPlane) {
    this.limits = limits;
    this.memory = new MemoryBudget(limits.memory());
    this.controlPlane = controlPlane;
  }

  /** Whether there is room for one more. */
  enum Room {
    FREE,
    /** None, but for saying so. */
    TAKEN,
    NONE
  }

  /**
   * Takes one in until its channel is closed. When all places are taken, one from an address that
   * has fewer of them takes one of the address that has most.
   */
  Room add(Channel channel, HttpConnection connection) {
    InetAddress remote =
        channel.remoteAddress() instanceof InetSocketAddress address
            ? address.getAddress()
            : InetAddress.getLoopbackAddress(); // It was closed before it could be asked.
    open.put(channel, connection);
    channel
        .closeFuture()
        .addListener(_ -> {
          open.remove(channel);
          places.remove(channel, remote);
        });
    int over = open.size() - limits.connections();
    Channel other = over <= 0 ? null : places.takeFor(remote);
    if (other != null) {
      other.close();
    }
    if (over <= 0 || other != null) {
      places.add(channel, remote);
      return Room.FREE;
    }
    return over <= 1 + limits.connections() / TOLD_PART ? Room.TAKEN : Room.NONE;
  }

  HttpLimits.Times times() {
    return limits.times();
  }

  MemoryBudget memory() {
    return memory;
  }

  ControlPlaneProxy controlPlane() {
    return controlPlane;
  }

  /** Closes those that keep us waiting, sooner when others need their place. */
  public void closeOverdue() {
    long now = System.nanoTime();
    boolean hurry =
        memory.isTight() || open.size() > limits.connections() - limits.connections() / TOLD_PART;
    open.forEach((channel, connection) -> {
      if (connection.isOverdue(now, hurry)) {
        channel.close();
      } else if (connection.isCounted()) {
        channel.eventLoop().execute(connection::count);
      }
    });
  }

  /** Closes those that wait for nothing, and the others as they are answered. */
  public void leave() {
    open.forEach(
        (channel, connection) -> channel.eventLoop().execute(() -> connection.leave(channel)));
  }
}
