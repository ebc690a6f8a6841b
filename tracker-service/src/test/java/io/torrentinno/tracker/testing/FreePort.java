package io.torrentinno.tracker.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/**
 * TCP ports of the loopback interface for processes that are about to start. They lie below the
 * range from which systems take the ports of outgoing connections. A JVM takes them in blocks and
 * holds the first port of its block open, so that no other JVM's tests are given the same.
 */
public final class FreePort {
  private static final int BLOCK = 100;

  /** The ports 10,000 above, where the nodes of a cluster talk, are free as well. */
  private static final FreePort OF_NODES = new FreePort(20_000, 22_700);

  private static final FreePort OTHERS = new FreePort(22_700, 30_000);

  private final int first;
  private final int blocks;
  private int block;
  private int next;
  private @Nullable ServerSocket held;

  private FreePort(int first, int end) {
    this.first = first;
    this.blocks = (end - first) / BLOCK;
    this.block = (int) (ProcessHandle.current().pid() % blocks);
  }

  /** One that no test has been given yet. */
  public static int next() {
    return OTHERS.take();
  }

  /** One for a node of a Redis Cluster, which listens 10,000 above as well. */
  static int nextForNode() {
    return OF_NODES.take();
  }

  private synchronized int take() {
    for (int tries = 0; tries < blocks * BLOCK; tries++) {
      if (held == null || next == BLOCK) {
        holdAnotherBlock();
      }
      int port = first + block * BLOCK + next++;
      ServerSocket free = listen(port);
      if (free != null) {
        close(free);
        return port;
      }
    }
    throw new IllegalStateException("no port is free");
  }

  private void holdAnotherBlock() {
    for (int tries = 0; tries < blocks; tries++) {
      block = (block + 1) % blocks;
      ServerSocket firstPort = listen(first + block * BLOCK);
      if (firstPort != null) {
        if (held != null) {
          close(held);
        }
        held = firstPort;
        next = 1;
        return;
      }
    }
    throw new IllegalStateException("all ports are held by other tests");
  }

  private static @Nullable ServerSocket listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      try {
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        return socket;
      } catch (IOException e) {
        close(socket);
        return null;
      }
    } catch (IOException e) {
      throw new IllegalStateException("no sockets", e);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
