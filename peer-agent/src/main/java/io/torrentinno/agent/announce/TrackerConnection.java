package io.torrentinno.agent.announce;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
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
final class TrackerConnection {
  private static final Logger LOG = LoggerFactory.getLogger(TrackerConnection.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);
  private static final int HTTP_PORT = 80;

  private final Socket socket;
  private final Timed in;
  private final AnswerReader answers;
  private final byte[] head;
  private boolean used;

  private TrackerConnection(Socket socket, String head) throws IOException {
    this.socket = socket;
    this.head = head.getBytes(US_ASCII);
    in = new Timed(socket);
    answers = new AnswerReader(new BufferedInputStream(in));
  }

  /**
   * Connects.
   *
   * @param tracker its address, such as {@code http://192.0.2.1:8080}
   */
  static TrackerConnection open(URI tracker) throws IOException {
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
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(resolved(proxy == null ? addressOf(tracker) : proxy), millis(CONNECT_TIMEOUT));
      return new TrackerConnection(socket, head);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Whether an answer has come over it. */
  boolean isUsed() {
    return used;
  }

  /** Whether an answer has come in part. */
  boolean isAnswering() {
    return answers.hasBegun();
  }

  /**
   * Asks several things at once, so few that the tracker takes them before it is read. The answers
   * have fifteen seconds to come.
   */
  void post(List<byte[]> bodies) throws IOException {
    in.deadline = System.nanoTime() + ANSWER_TIMEOUT.toNanos();
    ByteArrayOutputStream requests = new ByteArrayOutputStream();
    for (byte[] body : bodies) {
      requests.write(head);
      requests.write((body.length + "\r\n\r\n").getBytes(US_ASCII));
      requests.write(body);
    }
    requests.writeTo(socket.getOutputStream());
  }

  /** The next answer, in the order of the requests. */
  HttpAnswer read() throws IOException {
    HttpAnswer answer = answers.read();
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
    int port = tracker.getPort();
    return InetSocketAddress.createUnresolved(tracker.getHost(), port < 0 ? HTTP_PORT : port);
  }

  private static InetSocketAddress resolved(InetSocketAddress named) throws UnknownHostException {
    InetSocketAddress address = new InetSocketAddress(named.getHostString(), named.getPort());
    if (address.isUnresolved()) {
      throw new UnknownHostException("unknown host");
    }
    return address;
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
