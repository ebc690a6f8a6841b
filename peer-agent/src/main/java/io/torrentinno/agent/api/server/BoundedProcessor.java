package io.torrentinno.agent.api.server;

import io.torrentinno.agent.api.bodies.BodyRefused;
import io.torrentinno.agent.api.bodies.BodyRefused.Reason;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Reads requests and writes answers; ends bodies that come too slowly. */
final class BoundedProcessor extends Http11Processor {
  private final BoundedProtocol protocol;

  BoundedProcessor(BoundedProtocol protocol, Adapter adapter) {
    super(protocol, adapter);
    this.protocol = protocol;
    request.setInputBuffer(new TimedBody(request.getInputBuffer()));
  }

  /** Epoch milliseconds at which the head that is being read began; 0 between requests. */
  long headBegan() {
    long began = request.getStartTimeNanos();
    return began < 0
        ? 0
        : System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }

  @Override
  public SocketState service(SocketWrapperBase<?> connection) throws IOException {
    protocol.begins(connection);
    try {
      return ScopedValue.where(ServedConnection.CURRENT, connection)
          .call(() -> super.service(connection));
    } finally {
      protocol.ends(connection);
    }
  }

  /** The body of each request, one after the other. */
  private final class TimedBody implements InputBuffer {
    private final InputBuffer body;

    /** Nanoseconds that the server has waited for what came since {@link #begin}. */
    private long waited;

    private long begin;
    private boolean answered;

    TimedBody(InputBuffer body) {
      this.body = body;
    }

    @Override
    public int available() {
      return body.available();
    }

    @Override
    public int doRead(ApplicationBufferHandler handler) throws IOException {
      boolean isFirst = request.getBytesRead() == 0 || answered != response.isCommitted();
      if (isFirst || request.getBytesRead() - begin >= ClientPace.WINDOW) {
        answered = response.isCommitted();
        begin = request.getBytesRead();
        waited = 0;
      }
      ClientPace pace = answered ? ClientPace.ANSWERED : protocol.pace();
      long left = pace.nanosLeft(waited, request.getBytesRead() - begin);
      if (left <= 0) {
        throw tooSlow();
      }
      long wait = TimeUnit.NANOSECONDS.toMillis(left) + 1;
      getSocketWrapper().setReadTimeout(Math.min(wait, protocol.getConnectionTimeout()));
      long start = System.nanoTime();
      try {
        return body.doRead(handler);
      } catch (SocketTimeoutException e) {
        throw tooSlow();
      } finally {
        waited += System.nanoTime() - start;
      }
    }

    private BodyRefused tooSlow() {
      return new BodyRefused(
          Reason.TOO_SLOW,
          "after "
              + request.getBytesRead()
              + " bytes the rest of the body does not come; at least "
              + protocol.pace().minRate()
              + " a second are expected");
    }
  }
}
