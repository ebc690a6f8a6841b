package io.torrentinno.tracker.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.boot.web.server.GracefulShutdownCallback;
import org.springframework.boot.web.server.GracefulShutdownResult;
import org.springframework.boot.web.server.WebServer;

/** A control plane that reads one request, up to an empty line, and answers with its first line. */
public final class PlainServer implements WebServer {
  public final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> waiting = new ConcurrentLinkedQueue<>();
  private final ServerSocket socket;
  private volatile Manner manner = Manner.ANSWERS;
  private volatile boolean lostItsCaller;

  private enum Manner {
    ANSWERS,
    KEEPS_WAITING,
    ANSWERS_WITHOUT_END
  }

  PlainServer() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers no requests from now on. */
  public void keepsWaiting() {
    manner = Manner.KEEPS_WAITING;
  }

  /** Sends an endless answer to the next caller. */
  public void answersWithoutEnd() {
    manner = Manner.ANSWERS_WITHOUT_END;
  }

  /** Whether a caller has closed its connection while an answer was sent to it. */
  public boolean hasLostItsCaller() {
    return lostItsCaller;
  }

  @Override
  public void start() {
    Thread.ofVirtual().start(this::serve);
  }

  @SuppressWarnings("MustBeClosedChecker")
  private void serve() {
    while (!socket.isClosed()) {
      try {
        serve(socket.accept());
      } catch (IOException e) {
        // The socket was closed, or the caller has closed its connection. The test checks which.
      }
    }
  }

  private void serve(Socket connection) throws IOException {
    String request = head(connection.getInputStream());
    String line = request.lines().findFirst().orElse("");
    OutputStream out = connection.getOutputStream();
    switch (manner) {
      case KEEPS_WAITING -> waiting.add(connection);
      case ANSWERS -> {
        requests.add(request);
        String answer =
            "HTTP/1.1 200 OK\r\nContent-Length: %s\r\nConnection: close\r\n\r\n%s"
                .formatted(line.length(), line);
        out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        connection.close();
        return;
      }
      case ANSWERS_WITHOUT_END -> {
        try {
          while (!socket.isClosed()) {
            out.write(new byte[64 * 1024]);
          }
        } catch (IOException e) {
          lostItsCaller = true;
        }
      }
    }
    requests.add(request);
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      text.append((char) next);
    }
    return text.toString();
  }

  @Override
  public void stop() {
    try {
      socket.close();
      for (Socket connection : waiting) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void shutDownGracefully(GracefulShutdownCallback callback) {
    callback.shutdownComplete(GracefulShutdownResult.IDLE);
  }

  @Override
  public int getPort() {
    return socket.getLocalPort();
  }
}
