package io.torrentinno.tracker.http.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.torrentinno.tracker.gateway.TrustedProxies;
import io.torrentinno.tracker.http.message.RequestHead.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Reads one request after the other from the bytes of a connection, with their bodies. */
public final class RequestReader {
  public static final int MOST_BODY_BYTES = 64 * 1024;
  private static final byte[] CLOSE = AsciiBytes.of("Connection: close\r\n");

  private final Surface surface;
  private @Nullable RequestHead head;
  private int bodyEnd;
  private int end;
  private int needed;
  private boolean encouraged;

  /** Reads requests to a port. */
  public RequestReader(Surface surface) {
    this.surface = surface;
  }

  /** The result of reading. */
  public enum Step {
    /** {@link #request} is complete. */
    READ,
    INCOMPLETE,
    /** The same, and the caller waits for {@code 100 Continue}. */
    WANTS_BODY,
    /** The request is complete, and is for the control plane. */
    NOT_OURS
  }

  /**
   * Reads on, from the beginning of a request.
   *
   * @throws HttpFault when the request has to be refused and the connection closed
   */
  public Step read(byte[] bytes, int start, int limit) throws HttpFault {
    needed = 0;
    head = null;
    RequestHead read = RequestHead.read(bytes, start, limit);
    head = read;
    if (read == null) {
      return Step.INCOMPLETE;
    }
    check(read);
    boolean whole =
        read.headers().isChunked() ? readChunks(read, limit) : readLength(read, start, limit);
    if (whole) {
      encouraged = false;
      return read.target() == Target.OTHER ? Step.NOT_OURS : Step.READ;
    }
    boolean waits = read.headers().expectsContinue() && !encouraged;
    encouraged |= waits;
    return waits ? Step.WANTS_BODY : Step.INCOMPLETE;
  }

  private void check(RequestHead head) throws HttpFault {
    if (!surface.serves(head)) {
      throw new HttpFault(
          ResponseHead.NOT_FOUND, Problem.NOT_FOUND, "This port does not serve this path.");
    }
    if (!head.knowsMethod()) {
      throw new HttpFault(
          allowed(head.target()),
          Problem.METHOD_NOT_ALLOWED,
          "The path does not have this method.");
    }
    if (!head.isInJson()) {
      return;
    }
    if (!head.headers().isJson()) {
      throw new HttpFault(
          ResponseHead.UNSUPPORTED,
          Problem.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type is not application/json.");
    }
    if (head.headers().refusesJson()) {
      throw new HttpFault(
          ResponseHead.NOT_ACCEPTABLE, Problem.NOT_ACCEPTABLE, "The answer is JSON.");
    }
  }

  private static ResponseHead allowed(Target target) {
    return switch (target) {
      case PEERS -> ResponseHead.GET_AND_POST;
      case BATCH -> ResponseHead.POST_ONLY;
      case ANNOUNCE, SCRAPE, OTHER -> ResponseHead.GET_ONLY;
    };
  }

  private boolean readLength(RequestHead read, int start, int limit) throws HttpFault {
    long length = read.headers().contentLength();
    if (length > MOST_BODY_BYTES) {
      throw tooLarge();
    }
    bodyEnd = read.bodyStart() + (int) length;
    end = bodyEnd;
    needed = end > limit ? end - start : 0;
    return end <= limit;
  }

  private boolean readChunks(RequestHead read, int limit) throws HttpFault {
    ChunkedBody chunks = new ChunkedBody(read.bytes(), read.bodyStart(), limit);
    boolean whole = chunks.read();
    bodyEnd = chunks.bodyEnd();
    end = chunks.end();
    if (bodyEnd - read.bodyStart() > MOST_BODY_BYTES) {
      throw tooLarge();
    }
    return whole;
  }

  public static HttpFault tooLarge() {
    return new HttpFault(
        ResponseHead.TOO_LARGE,
        Problem.BODY_TOO_LARGE,
        "The body is larger than " + MOST_BODY_BYTES + " bytes.");
  }

  /** The request that was read last, when it was complete. */
  public Request request(ChannelHandlerContext ctx, TrustedProxies proxies) {
    return new Request(requireHead(), bodyEnd, caller(ctx, proxies), isPassedOn(ctx, proxies), ctx);
  }

  /** The sender of the request that was read last, behind trusted proxies. */
  public InetAddress caller(ChannelHandlerContext ctx, TrustedProxies proxies) {
    InetAddress caller = ((InetSocketAddress) ctx.channel().remoteAddress()).getAddress();
    return proxies.isEmpty()
        ? caller
        : proxies.caller(caller, requireHead().headers().chain(proxies.header()));
  }

  /**
   * Whether the request that was read last went through a proxy, and {@link #caller} may be the
   * address of the proxy.
   */
  public boolean isPassedOn(ChannelHandlerContext ctx, TrustedProxies proxies) {
    InetAddress connection = ((InetSocketAddress) ctx.channel().remoteAddress()).getAddress();
    RequestHeaders headers = requireHead().headers();
    return headers.isOfProxy() && !proxies.isNamed(connection, headers.chain(proxies.header()));
  }

  /** Whether the request that was read last asks whether the tracker is well. */
  public boolean isHealth() {
    return requireHead().isHealth();
  }

  /** Whether the request that was read last, complete or not, is an announce in JSON. */
  public boolean isInJson() {
    return head != null && head.isInJson();
  }

  /** Whether the answer to the request that was read last has no body. */
  public boolean isHead() {
    return head != null && head.isHead();
  }

  /**
   * The complete request that was read last, in the form for the control plane: with {@code
   * Connection: close}, and with further headers.
   *
   * @param headers whole lines, which come before those of the caller
   * @param from has the request at its reader index
   * @param start where the request began when it was read
   * @return a buffer that the caller owns
   */
  public ByteBuf forwarded(ByteBufAllocator buffers, byte[] headers, ByteBuf from, int start) {
    RequestHead read = requireHead();
    byte[] line = read.forwardedLine();
    int rest = end - read.lineEnd();
    ByteBuf request = buffers.buffer(line.length + CLOSE.length + headers.length + rest);
    request.writeBytes(line).writeBytes(CLOSE).writeBytes(headers);
    return request.writeBytes(from, from.readerIndex() + read.lineEnd() - start, rest);
  }

  private RequestHead requireHead() {
    RequestHead read = head;
    if (read == null) {
      throw new IllegalStateException("no request is complete");
    }
    return read;
  }

  /** Where a complete request ends. */
  public int end() {
    return end;
  }

  /** How many bytes are needed before reading again can succeed. */
  public int needed() {
    return needed;
  }
}
