package io.torrentinno.agent.api.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * A connection that knows how long its client has kept the server waiting while it takes an answer,
 * or the last {@link ClientPace#WINDOW} bytes of that. One thread writes; others may ask.
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

  /** Another request is served. */
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

  /** Whether it waits now. */
  boolean isWaiting() {
    synchronized (lock) {
      return waiting;
    }
  }

  /** Whether the client takes the answer more slowly than is borne. */
  boolean isTooSlow(ClientPace pace) {
    synchronized (lock) {
      return waiting && pace.nanosLeft(waited(), written) <= 0;
    }
  }
}
