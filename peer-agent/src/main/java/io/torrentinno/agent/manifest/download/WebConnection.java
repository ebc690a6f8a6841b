package io.torrentinno.agent.manifest.download;

import io.torrentinno.agent.outgoing.OutgoingGuard;
import io.torrentinno.agent.outgoing.OutgoingUse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a web server for one request. It goes to an address that was checked, and not to
 * the result of a further look-up; or through the HTTP proxy of the JVM's settings. Closed at the
 * deadline, whatever it does.
 */
final class WebConnection implements AutoCloseable {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final URI at;
  private final Proxy proxy;
  private final Socket socket;
  private final CompletableFuture<Void> alarm;

  private WebConnection(URI at, Proxy proxy, Socket socket, long deadline) {
    this.at = at;
    this.proxy = proxy;
    this.socket = socket;
    alarm =
        CompletableFuture.runAsync(
            this::closeQuietly,
            CompletableFuture.delayedExecutor(
                deadline - System.nanoTime(), TimeUnit.NANOSECONDS, Thread::startVirtualThread));
  }

  /** Times in milliseconds, and a point of {@link System#nanoTime}. */
  record Limits(int answerMillis, long deadline) {
    boolean isOver() {
      return deadline - System.nanoTime() <= 0;
    }

    int leftMillis() throws IOException {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new SocketTimeoutException("the time is over");
      }
      return (int) Math.min(answerMillis, left);
    }
  }

  /**
   * Connects.
   *
   * @param guard checks the address; null when a person has named the server for this connection
   */
  static WebConnection open(URI at, Limits limits, @Nullable OutgoingGuard guard)
      throws IOException {
    Proxy proxy = proxy(at);
    boolean tls = isTls(at);
    if (proxy.type() != Proxy.Type.HTTP) {
      return connect(at, limits, proxy, addresses(at, guard));
    }
    if (guard != null) {
      guard.checkBehindProxy(OutgoingUse.MANIFEST_URL, host(at), port(at));
    }
    return connect(
        at,
        limits,
        proxy,
        tls
            ? List.of(InetSocketAddress.createUnresolved(host(at), port(at)))
            : resolved((InetSocketAddress) proxy.address()));
  }

  private static List<InetSocketAddress> addresses(URI at, @Nullable OutgoingGuard guard)
      throws IOException {
    return guard == null
        ? resolved(InetSocketAddress.createUnresolved(host(at), port(at)))
        : guard.lookUp(OutgoingUse.MANIFEST_URL, host(at), port(at));
  }

  private static List<InetSocketAddress> resolved(InetSocketAddress named) throws IOException {
    return Stream.of(InetAddress.getAllByName(named.getHostString()))
        .map(ip -> new InetSocketAddress(ip, named.getPort()))
        .toList();
  }

  private static WebConnection connect(
      URI at, Limits limits, Proxy proxy, List<InetSocketAddress> addresses) throws IOException {
    IOException failure = null;
    for (InetSocketAddress address : addresses) {
      // The JDK asks the proxy for a tunnel, which only TLS needs.
      Socket socket = new Socket(address.isUnresolved() ? proxy : Proxy.NO_PROXY);
      try {
        socket.connect(address, limits.leftMillis());
        socket.setSoTimeout(limits.leftMillis());
        WebConnection opened = new WebConnection(at, proxy, socket, limits.deadline());
        return isTls(at) ? opened.overTls(limits.deadline()) : opened;
      } catch (IOException e) {
        failure = e;
        socket.close();
      }
    }
    throw failure == null ? new UnknownHostException(host(at)) : failure;
  }

  private WebConnection overTls(long deadline) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket secured = (SSLSocket) factory.createSocket(socket, host(at), port(at), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    alarm.cancel(false);
    return new WebConnection(at, proxy, secured, deadline);
  }

  /** Asks for the path of the URL. */
  InputStream get() throws IOException {
    boolean forProxy = proxy.type() == Proxy.Type.HTTP && !isTls(at);
    String path = at.getRawPath().isEmpty() ? "/" : at.getRawPath();
    String target = at.getRawQuery() == null ? path : path + "?" + at.getRawQuery();
    boolean usual = at.getPort() < 0;
    String authority = usual ? at.getHost() : at.getHost() + ":" + at.getPort();
    String request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: TorrentInno\r\nAccept: %s\r\nConnection: close\r\n\r\n"
            .formatted(
                forProxy ? "http://" + authority + target : target,
                authority,
                "application/json, */*;q=0.1");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket.getInputStream();
  }

  @Override
  public void close() {
    alarm.cancel(false);
    closeQuietly();
  }

  private void closeQuietly() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing more is sent or read, so nothing is lost.
    }
  }

  private static Proxy proxy(URI at) {
    ProxySelector selector = ProxySelector.getDefault();
    List<Proxy> proxies = selector == null ? List.of() : selector.select(at);
    return proxies.isEmpty() ? Proxy.NO_PROXY : proxies.getFirst();
  }

  private static boolean isTls(URI at) {
    return at.getScheme().toLowerCase(Locale.ROOT).equals("https");
  }

  private static String host(URI at) {
    String host = at.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static int port(URI at) {
    return at.getPort() >= 0 ? at.getPort() : isTls(at) ? HTTPS_PORT : HTTP_PORT;
  }
}
