package io.torrentinno.agent.api.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * A connection that measures how long the server has waited for the client to take an answer, or
 * the last {@link ClientPace#WINDOW} bytes of it. One thread writes; other threads may ask.
 */
final class MeasuredChannel extends NioChannel {
  private final Object lock = new Object();

  // All guarded by lock.
  private long written;
  private long waited;
  private long waitingSince;
  private boolean waiting;

  MeasuredChannel(SocketBufferHandler buffers) {
    super(buffers);
  }

  @Override
  public void reset(SocketChannel channel, NioEndpoint.NioSocketWrapper socket) throws IOException {
    super.reset(channel, socket);
    begin();
  }

  /** Begins with another request. */
  void begin() {
    synchronized (lock) {
      written = 0;
      waited = 0;
      waiting = false;
    }
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    int taken = super.write(bytes);
    synchronized (lock) {
      long now = System.nanoTime();
      waited += waiting ? now - waitingSince : 0;
      waiting = bytes.hasRemaining();
      waitingSince = now;
      written += Math.max(0, taken);
      if (written >= ClientPace.WINDOW) {
        written = 0;
        waited = 0;
      }
    }
    return taken;
  }

  /** Nanoseconds that the server has waited for the client while it wrote. */
  long waited() {
    synchronized (lock) {
      return waited + (waiting ? System.nanoTime() - waitingSince : 0);
    }
  }

  /** Whether the server waits now. */
  boolean isWaiting() {
    synchronized (lock) {
      return waiting;
    }
  }

  /** Whether the client takes the answer too slowly. */
  boolean isTooSlow(ClientPace pace) {
    synchronized (lock) {
      return waiting && pace.nanosLeft(waited(), written) <= 0;
    }
  }
}
