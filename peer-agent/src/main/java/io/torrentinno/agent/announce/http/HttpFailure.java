package io.torrentinno.agent.announce.http;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.torrentinno.agent.outgoing.OutgoingRefused;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** A request failed: no complete answer came. */
public final class HttpFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** The kind of the failure. */
  public enum Reason {
    /**
     * The host does not exist, does not accept connections, does not answer in time, or is not
     * trusted.
     */
    UNREACHABLE,
    /** The answer is not HTTP, breaks off, or is too long. */
    MALFORMED,
    /** No connection was opened, because the settings do not allow the server's address. */
    FORBIDDEN
  }

  private final Reason reason;

  HttpFailure(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  private HttpFailure(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** The server was not reached, or did not answer a request. */
  static HttpFailure unreachable(Throwable cause) {
    if (cause instanceof OutgoingRefused) {
      return new HttpFailure(Reason.FORBIDDEN, String.valueOf(cause.getMessage()), cause);
    }
    return new HttpFailure(
        Reason.UNREACHABLE, "the tracker does not answer: " + words(cause), cause);
  }

  /** The server did not answer in time. */
  static HttpFailure late() {
    return unreachable(new SocketTimeoutException());
  }

  /** The agent ends. */
  static HttpFailure closing() {
    return new HttpFailure(Reason.UNREACHABLE, "the agent is closing");
  }

  /** An answer began and broke off, or is not HTTP. */
  static HttpFailure malformed(Throwable cause) {
    return new HttpFailure(Reason.MALFORMED, "the answer is not complete: " + words(cause), cause);
  }

  public Reason reason() {
    return reason;
  }

  private static String words(Throwable cause) {
    return switch (cause) {
      case SocketTimeoutException _, ConnectTimeoutException _ -> "it took too long";
      case ConnectException _, NoRouteToHostException _ -> "connection refused or no route";
      case UnknownHostException _ -> "there is no host of this name";
      case SSLException _ -> "no connection over TLS: " + cause.getMessage();
      case TooLongFrameException _ -> "it is too long";
      case IllegalArgumentException _, DecoderException _ -> "it is not HTTP";
      default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
    };
  }
}
