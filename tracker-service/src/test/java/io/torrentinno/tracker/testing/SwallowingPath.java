package io.torrentinno.tracker.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A path to a server on the loopback that can lose what is sent over the connections that there
 * are, without closing them, as a firewall does that has forgotten them. New connections work.
 */
public final class SwallowingPath implements AutoCloseable {
  private final ServerSocket listens;
  private final int server;
  private final List<Socket> sockets = new ArrayList<>();
  private AtomicBoolean swallowed = new AtomicBoolean();

  /** A path that works, to the port of a server. */
  public SwallowingPath(int server) {
    this.server = server;
    try {
      listens = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it begins. */
  public int port() {
    return listens.getLocalPort();
  }

  /** Loses all that comes over the connections of now. */
  public synchronized void swallow() {
    swallowed.set(true);
    swallowed = new AtomicBoolean();
  }

  private void accept() {
    try {
      while (!listens.isClosed()) {
        connect(listens.accept());
      }
    } catch (IOException e) {
      close();
    }
  }

  private synchronized void connect(Socket client) throws IOException {
    Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
    sockets.add(client);
    sockets.add(behind);
    AtomicBoolean lost = swallowed;
    Thread.ofVirtual().start(() -> pump(client, behind, lost));
    Thread.ofVirtual().start(() -> pump(behind, client, lost));
  }

  private static void pump(Socket from, Socket to, AtomicBoolean lost) {
    byte[] buffer = new byte[65_536];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!lost.get()) {
          out.write(buffer, 0, read);
        }
      }
    } catch (IOException e) {
      // One side has closed; the other is closed with it.
    }
  }

  @Override
  public void close() {
    hangUp();
  }

  /** Closes the connections of now, and accepts no others. */
  public synchronized void hangUp() {
    try {
      listens.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
