package io.torrentinno.agent.api.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** The connection of a request. Safe for use by several threads. */
public final class ServedConnection {
  static final ScopedValue<SocketWrapperBase<?>> CURRENT = ScopedValue.newInstance();

  private final SocketWrapperBase<?> connection;

  ServedConnection(SocketWrapperBase<?> connection) {
    this.connection = connection;
  }

  /** The connection of the request that this thread serves. */
  public static ServedConnection current() {
    return new ServedConnection(CURRENT.get());
  }

  /**
   * The IP address at the other end of the connection of the request that this thread serves. No
   * header changes it. Empty when the request did not come over a connection, as in tests.
   */
  public static Optional<String> remoteAddress() {
    return CURRENT.isBound()
        ? Optional.ofNullable(CURRENT.get().getRemoteAddr())
        : Optional.empty();
  }

  /** Ends writing. A thread that waits to write fails at once. */
  public void breakOff() {
    end(SocketChannel::shutdownOutput);
  }

  /**
   * Whether the client has closed it, or the half on which it sends. Only for the thread that
   * serves the request, which can still read what the client has sent.
   */
  public boolean isClosedByClient() {
    try {
      boolean _ = connection.isReadyForRead();
      return false;
    } catch (IOException e) {
      return true; // Tomcat has read the end of the client's bytes.
    }
  }

  /** Ends reading. A thread that waits to read sees the end at once. */
  void endInput() {
    end(SocketChannel::shutdownInput);
  }

  private void end(Direction direction) {
    if (connection.getSocket() instanceof NioChannel channel) {
      SocketChannel socket = channel.getIOChannel();
      if (socket == null) {
        return; // Tomcat has closed it and replaced its channel
      }
      try {
        SocketChannel _ = direction.end(socket);
      } catch (ClosedChannelException e) {
        return; // the client has closed it before
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private interface Direction {
    SocketChannel end(SocketChannel socket) throws IOException;
  }
}
