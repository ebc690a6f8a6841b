package io.torrentinno.agent.announce.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.torrentinno.protocol.model.Bytes;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The address of a server.
 *
 * @param authority host and port as they stand in the URL
 */
record Origin(boolean tls, String authority) {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /**
   * The origin of a URL.
   *
   * @param address {@code http} or {@code https}
   * @throws IllegalArgumentException when it is anything else
   */
  static Origin of(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    String authority = address.getRawAuthority();
    if (authority == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException("not an HTTP address: " + address);
    }
    return new Origin(scheme.equals("https"), authority);
  }

  /**
   * Host and port, without a look-up. {@link URI} has no host for names that DNS does not allow,
   * such as names with an underscore, so they are read here.
   */
  InetSocketAddress address() {
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    int usual = tls ? HTTPS_PORT : HTTP_PORT;
    int port = hasPort ? Integer.parseInt(authority.substring(colon + 1)) : usual;
    boolean bracketed = host.startsWith("[");
    return InetSocketAddress.createUnresolved(
        bracketed ? host.substring(1, host.length() - 1) : host, port);
  }

  /** The HTTP proxy of the JVM's settings; null when there is none for this server. */
  @Nullable InetSocketAddress proxy() {
    ProxySelector selector = ProxySelector.getDefault();
    List<Proxy> proxies = selector == null ? List.of() : selector.select(URI.create(toString()));
    Proxy first = proxies.isEmpty() ? Proxy.NO_PROXY : proxies.getFirst();
    return first.type() == Proxy.Type.HTTP ? (InetSocketAddress) first.address() : null;
  }

  /**
   * A request to this server in Netty's form.
   *
   * @param prefix stands before the path: empty, or the server's address for a proxy
   */
  FullHttpRequest written(HttpRequest request, String prefix) {
    Bytes json = request.json();
    FullHttpRequest written =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.valueOf(request.method()),
            prefix + request.path(),
            json == null ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(json.toArray()));
    HttpHeaders headers = written.headers();
    headers.set(HttpHeaderNames.HOST, authority);
    headers.set(HttpHeaderNames.USER_AGENT, "TorrentInno");
    headers.set(HttpHeaderNames.ACCEPT, HttpHeaderValues.APPLICATION_JSON);
    if (request.token() != null) {
      headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + request.token());
    }
    if (json != null) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
      headers.setInt(HttpHeaderNames.CONTENT_LENGTH, written.content().readableBytes());
    }
    return written;
  }

  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + authority;
  }
}
