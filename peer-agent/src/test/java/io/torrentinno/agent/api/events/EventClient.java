package io.torrentinno.agent.api.events;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Listens to events as a program does that knows nothing but the specification. */
final class EventClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  /**
   * One event.
   *
   * @param type empty for a comment
   * @param data the comment's text where it is one
   */
  record Event(String type, @Nullable String id, String data) {}

  private final Socket socket = new Socket();
  private final BufferedReader reader;
  final String status;
  final Map<String, String> headers = new HashMap<>();

  private EventClient(int port, String query, String more, int receiveBuffer) throws IOException {
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(PATIENCE_MILLIS);
    String head = "GET /api/v1/events" + query + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    reader =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    status = headLine();
    for (String line = headLine(); !line.isEmpty(); line = headLine()) {
      String[] parts = line.split(": ", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
    }
  }

  private String headLine() throws IOException {
    String line = reader.readLine();
    if (line == null) {
      throw new EOFException("the answer has no end");
    }
    return line;
  }

  static EventClient listen(int port, String query) throws IOException {
    return new EventClient(port, query, "", 0);
  }

  static EventClient resume(int port, String id) throws IOException {
    return new EventClient(port, "", "Last-Event-ID: " + id + "\r\n", 0);
  }

  /** One that can take little before it has to read. */
  static EventClient withoutRoom(int port) throws IOException {
    return new EventClient(port, "", "", 4096);
  }

  /** The next event or comment; null when the stream is at its end. */
  @Nullable Event next() throws IOException {
    String type = "message";
    String id = null;
    for (String line = line(); line != null; line = line()) {
      if (line.startsWith(": ")) {
        return new Event("", null, line.substring(2));
      } else if (line.startsWith("event: ")) {
        type = line.substring(7);
      } else if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("data: ")) {
        return new Event(type, id, line.substring(6));
      }
    }
    return null;
  }

  /** The next line of the stream; those of the chunked coding are passed over. */
  private @Nullable String line() throws IOException {
    String line = reader.readLine();
    while (line != null && line.matches("[0-9a-f]*")) {
      if (line.equals("0")) {
        return null;
      }
      line = reader.readLine();
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
