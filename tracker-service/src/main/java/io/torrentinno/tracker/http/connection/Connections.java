package io.torrentinno.tracker.http.connection;

import io.netty.channel.Channel;
import io.torrentinno.tracker.http.proxy.ControlPlaneProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The open connections of the HTTP endpoint, and what they share. */
public final class Connections {
  /** Connections over the limit, up to a tenth of the limit, get an answer that says so. */
  private static final int ANSWERED_PART = 10;

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

  /** Whether there is room for one more connection. */
  enum Room {
    FREE,
    /** There is no room. The connection is only answered that this is so. */
    TAKEN,
    NONE
  }

  /**
   * Adds a connection until its channel is closed. When all places are taken, a connection from an
   * address with few connections takes the place of one from the address with the most.
   */
  Room add(Channel channel, HttpConnection connection) {
    InetAddress remote =
        channel.remoteAddress() instanceof InetSocketAddress address
            ? address.getAddress()
            : InetAddress.getLoopbackAddress(); // It was closed before it could be asked.
    open.put(channel, connection);
    int over = open.size() - limits.connections();
    Channel other = over <= 0 ? null : places.takeFor(remote);
    if (other != null) {
      other.close();
    }
    boolean admitted = over <= 0 || other != null;
    if (admitted) {
      places.add(channel, remote);
    }
    // Last, because it is called at once if the channel is closed already.
    channel
        .closeFuture()
        .addListener(_ -> {
          open.remove(channel);
          places.remove(channel, remote);
        });
    if (admitted) {
      return Room.FREE;
    }
    return over <= 1 + limits.connections() / ANSWERED_PART ? Room.TAKEN : Room.NONE;
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

  /** Closes connections that wait too long, and sooner when places or memory are scarce. */
  public void closeOverdue() {
    long now = System.nanoTime();
    boolean hurry =
        memory.isTight()
            || open.size() > limits.connections() - limits.connections() / ANSWERED_PART;
    open.forEach((channel, connection) -> {
      if (connection.isOverdue(now, hurry)) {
        channel.close();
      } else if (connection.isCounted()) {
        channel.eventLoop().execute(connection::count);
      }
    });
  }

  /** Closes idle connections, and the others after their answers. */
  public void shutDown() {
    open.forEach(
        (channel, connection) -> channel.eventLoop().execute(() -> connection.shutDown(channel)));
  }
}
