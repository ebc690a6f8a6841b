package io.torrentinno.agent.announce;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a tracker, over the HTTP proxy that the JVM is told of ({@code http.proxyHost}),
 * if it is. Blocks, and belongs to one thread.
 */
final class PipelinedConnection {
  private static final Logger LOG = LoggerFactory.getLogger(PipelinedConnection.class);
  private static final int HTTP_PORT = 80;
  private static final int MOST_ADDRESSES = 3;

  /**
   * How long a tracker may take.
   *
   * @param connect until an address accepts a connection
   * @param first until the answers over a new connection are here
   * @param again until the answers over a kept connection are here: less, for what swallows the
   *     packets of an old connection can let those of a new one pass
   */
  record Timeouts(Duration connect, Duration first, Duration again) {
    static final Timeouts USUAL =
        new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(5));
  }

  private final Socket socket;
  private final Timeouts timeouts;
  private final Timed in;
  private final HttpResponseReader answers;
  private final byte[] head;
  private boolean used;
  private boolean kept;

  private PipelinedConnection(Socket socket, String head, Timeouts timeouts) throws IOException {
    this.socket = socket;
    this.timeouts = timeouts;
    this.head = head.getBytes(US_ASCII);
    in = new Timed(socket);
    answers = new HttpResponseReader(new BufferedInputStream(in));
  }

  /**
   * Looks the tracker's name up, and connects to the first of its addresses that accepts.
   *
   * @param tracker its address, such as {@code http://192.0.2.1:8080}
   * @param turn which of several addresses is tried first, modulo their number
   */
  static PipelinedConnection open(URI tracker, int turn, Timeouts timeouts) throws IOException {
    URI peers = tracker.resolve("/peers");
    InetSocketAddress proxy = proxyFor(tracker);
    String target = proxy == null ? peers.getRawPath() : peers.toString();
    String head =
        "POST "
            + target
            + " HTTP/1.1\r\nHost: "
            + tracker.getRawAuthority()
            + "\r\nUser-Agent: TorrentInno\r\nAccept: application/json"
            + "\r\nContent-Type: application/json\r\nContent-Length: ";
    InetSocketAddress named = proxy == null ? addressOf(tracker) : proxy;
    return new PipelinedConnection(connect(named, turn, timeouts.connect), head, timeouts);
  }

  /** Of many addresses only a few are tried: the caller comes again, with another turn. */
  private static Socket connect(InetSocketAddress named, int turn, Duration timeout)
      throws IOException {
    InetAddress[] addresses = InetAddress.getAllByName(named.getHostString());
    IOException failure = null;
    for (int i = 0; i < Math.min(addresses.length, MOST_ADDRESSES); i++) {
      InetAddress address = addresses[Math.floorMod(turn + i, addresses.length)];
      Socket socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, named.getPort()), millis(timeout));
        return socket;
      } catch (IOException e) {
        socket.close();
        failure = failure == null ? e : failure;
      }
    }
    throw failure == null ? new UnknownHostException(named.getHostString()) : failure;
  }

  /** Whether an answer has come over it. */
  boolean isUsed() {
    return used;
  }

  /** Whether an answer had come over it before those that were last asked for. */
  boolean isKept() {
    return kept;
  }

  /** Whether an answer has come in part. */
  boolean isAnswering() {
    return answers.hasBegun();
  }

  /**
   * Asks several things at once, so few that the tracker takes them before it is read. The answers
   * have a bounded time to come.
   */
  void post(List<byte[]> bodies) throws IOException {
    kept = used;
    Duration timeout = kept ? timeouts.again : timeouts.first;
    in.deadline = System.nanoTime() + timeout.toNanos();
    ByteArrayOutputStream requests = new ByteArrayOutputStream();
    for (byte[] body : bodies) {
      requests.write(head);
      requests.write((body.length + "\r\n\r\n").getBytes(US_ASCII));
      requests.write(body);
    }
    requests.writeTo(socket.getOutputStream());
  }

  /** The next answer, in the order of the requests. */
  HttpResponse read() throws IOException {
    HttpResponse answer = answers.read();
    used = true;
    return answer;
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("A connection to a tracker could not be closed", e);
    }
  }

  private static @Nullable InetSocketAddress proxyFor(URI tracker) {
    ProxySelector selector = ProxySelector.getDefault();
    List<Proxy> proxies = selector == null ? List.of() : selector.select(tracker);
    Proxy first = proxies.isEmpty() ? Proxy.NO_PROXY : proxies.getFirst();
    return first.type() == Proxy.Type.HTTP ? (InetSocketAddress) first.address() : null;
  }

  private static InetSocketAddress addressOf(URI tracker) {
    // Of host names that DNS does not know of, such as those with an underscore, a URI says
    // nothing.
    String authority = tracker.getRawAuthority();
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    int port = hasPort ? Integer.parseInt(authority.substring(colon + 1)) : HTTP_PORT;
    boolean bracketed = host.startsWith("[");
    return InetSocketAddress.createUnresolved(
        bracketed ? host.substring(1, host.length() - 1) : host, port);
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }

  /** Gives up at a time, however little comes before it. */
  private static final class Timed extends FilterInputStream {
    private final Socket socket;
    private long deadline;

    Timed(Socket socket) throws IOException {
      super(socket.getInputStream());
      this.socket = socket;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new SocketTimeoutException();
      }
      socket.setSoTimeout(Math.toIntExact(left));
      return super.read(bytes, offset, length);
    }
  }
}
