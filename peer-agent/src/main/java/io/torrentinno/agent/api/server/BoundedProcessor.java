package io.torrentinno.agent.api.server;

import io.torrentinno.agent.api.bodies.BodyRefused;
import io.torrentinno.agent.api.bodies.BodyRefused.Reason;
import io.torrentinno.agent.api.bodies.IncomingBody;
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
  private final TimedBody body;

  BoundedProcessor(BoundedProtocol protocol, Adapter adapter) {
    super(protocol, adapter);
    this.protocol = protocol;
    this.body = new TimedBody(request.getInputBuffer());
    request.setInputBuffer(body);
  }

  /** When the head that is being read began, in milliseconds since 1970; 0 between requests. */
  long headBegan() {
    long began = request.getStartTimeNanos();
    return began < 0
        ? 0
        : System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }

  @Override
  public SocketState service(SocketWrapperBase<?> connection) throws IOException {
    protocol.begins(connection);
    body.wait.reset();
    try {
      return ScopedValue.where(ServedConnection.CURRENT, connection)
          .where(IncomingBody.CURRENT, body)
          .call(() -> super.service(connection));
    } finally {
      protocol.ends(connection);
    }
  }

  /** The body of each request, one after the other. */
  private final class TimedBody implements InputBuffer, IncomingBody {
    private final InputBuffer body;
    private final BodyWait wait = new BodyWait(protocol.pace());

    /** Whether it makes room for other callers, although its client may be fast enough. */
    private volatile boolean forOthers;

    TimedBody(InputBuffer body) {
      this.body = body;
    }

    @Override
    public int available() {
      return body.available();
    }

    @Override
    public int doRead(ApplicationBufferHandler handler) throws IOException {
      long left = wait.begin(request.getBytesRead(), response.isCommitted());
      if (left <= 0) {
        throw refusal();
      }
      long millis = TimeUnit.NANOSECONDS.toMillis(left) + 1;
      getSocketWrapper().setReadTimeout(Math.min(millis, protocol.getConnectionTimeout()));
      int read;
      try {
        read = body.doRead(handler);
      } catch (IOException e) {
        throw e instanceof SocketTimeoutException || wait.hasMadeRoom() ? refusal() : e;
      } finally {
        wait.end();
      }
      if (wait.hasMadeRoom()) {
        throw refusal();
      }
      return read;
    }

    @Override
    public long nanosLate() {
      return wait.nanosLate();
    }

    @Override
    public boolean giveWay() {
      forOthers = false;
      return endWaiting();
    }

    @Override
    public boolean giveWayToOthers() {
      forOthers = true;
      if (endWaiting()) {
        return true;
      }
      boolean begun = request.getBytesRead() > 0;
      if (begun) {
        wait.makeRoomSoon(); // A client that is never waited for would else keep its turn.
      }
      return begun;
    }

    private boolean endWaiting() {
      boolean ends = wait.makeRoom();
      if (ends) {
        new ServedConnection(getSocketWrapper()).endInput();
      }
      return ends;
    }

    private BodyRefused refusal() {
      boolean isCrowded = wait.hasMadeRoom();
      if (isCrowded && forOthers) {
        return new BodyRefused(
            Reason.TOO_MANY,
            "other callers wait, and this one has the most requests under way; after "
                + request.getBytesRead()
                + " bytes no more of the body is read");
      }
      ClientPace pace = isCrowded ? protocol.pace().whileOthersWait() : protocol.pace();
      return new BodyRefused(
          Reason.TOO_SLOW,
          "after "
              + request.getBytesRead()
              + " bytes the rest of the body does not come; at least "
              + pace.minRate()
              + " a second are expected"
              + (isCrowded ? " while other requests wait" : ""));
    }
  }
}
