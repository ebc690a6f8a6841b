package io.torrentinno.system.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Stands in front of one peer's port: whatever comes in goes there, and the answers back. */
final class Gateway implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final Throttle throttle;
  private final Supplier<Meddler> meddlers;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * @param target the peer's port on 127.0.0.1
   * @param meddlers makes one for each direction of each connection
   */
  Gateway(int target, Throttle throttle, Supplier<Meddler> meddlers) throws IOException {
    this.target = target;
    this.throttle = throttle;
    this.meddlers = meddlers;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::acceptAll);
  }

  int port() {
    return server.getLocalPort();
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket caller = server.accept();
        Thread.ofVirtual().start(() -> connect(caller));
      }
    } catch (IOException e) {
      // Closed: nobody comes in any more.
    }
  }

  private void connect(Socket caller) {
    try (caller;
        Socket callee = new Socket(InetAddress.getLoopbackAddress(), target)) {
      sockets.add(caller);
      sockets.add(callee);
      Thread answers = Thread.ofVirtual().start(() -> pump(callee, caller));
      pump(caller, callee);
      answers.join();
    } catch (IOException e) {
      // The peer does not listen (any more): the caller is closed, as it would be without us.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Carries one direction; when it ends, so does the other. */
  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[throttle.largest()];
    Meddler meddler = meddlers.get();
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        throttle.await(read);
        meddler.meddle(buffer, read);
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // One of the two has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
