package io.torrentinno.tracker.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection to an HTTP server, for any bytes. Text is in ISO 8859-1. */
public final class RawHttp implements AutoCloseable {
  private static final int MOMENT = 200;
  private static final int TIMEOUT = (int) Duration.ofSeconds(10).toMillis();

  private final Socket socket;
  private final InputStream in;

  public RawHttp(int port) {
    this(port, InetAddress.getLoopbackAddress());
  }

  public RawHttp(int port, InetAddress from) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port, from, 0);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT);
      in = socket.getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer. */
  public record Response(String head, String body) {
    public int status() {
      return Integer.parseInt(head.substring(9, 12));
    }
  }

  public RawHttp send(String bytes) {
    try {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** A GET that keeps the connection. */
  public RawHttp get(String target) {
    return send("GET " + target + " HTTP/1.1\r\nHost: tracker\r\n\r\n");
  }

  /** An announce in JSON that keeps the connection. */
  public RawHttp post(String body) {
    return post("/peers", body);
  }

  /** A POST of JSON that keeps the connection. */
  public RawHttp post(String path, String body) {
    return send(
        "POST %s HTTP/1.1\r\nHost: tracker\r\nContent-Type: application/json\r\n".formatted(path)
            + "Content-Length: %s\r\n\r\n%s".formatted(body.length(), body));
  }

  /** The next answer. It must have a {@code Content-Length}. */
  public Response receive() {
    try {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) next());
      }
      int name = head.indexOf("Content-Length: ");
      int length =
          name < 0 ? 0 : Integer.parseInt(head.substring(name + 16, head.indexOf("\r\n", name)));
      byte[] body = in.readNBytes(length);
      return new Response(head.toString(), new String(body, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int next() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new IOException("the connection ended");
    }
    return next;
  }

  /** Whether bytes have arrived that were not received by {@link #receive}. */
  public boolean hasAnAnswer() {
    try {
      return in.available() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether no byte arrives for a moment, and the connection stays open. */
  public boolean hasNoAnswerYet() {
    try {
      socket.setSoTimeout(MOMENT);
      in.read();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the server closes the connection. Waits until it does or sends a byte. */
  public boolean isClosed() {
    try {
      return in.read() < 0;
    } catch (IOException e) {
      return true; // Closed with a reset.
    }
  }

  /** Ends the output of this side. */
  public void shutDownOutput() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the connection with a reset. */
  public void abort() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
