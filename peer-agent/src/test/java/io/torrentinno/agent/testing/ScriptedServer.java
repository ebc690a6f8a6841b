package io.torrentinno.agent.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that does with each connection what a test says. */
public final class ScriptedServer implements AutoCloseable {
  private final ServerSocket socket;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  /** What is done with a connection; the server closes it when it ends. */
  public interface Script {
    void run(Socket connection, int number) throws IOException;
  }

  /**
   * Begins to accept.
   *
   * @param script given each connection and its number, from 1
   */
  public ScriptedServer(Script script) throws IOException {
    socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(() -> accept(script));
  }

  /** A server that reads what comes first on a connection, sends a text and closes. */
  public static ScriptedServer sending(String text) throws IOException {
    return new ScriptedServer((connection, _) -> {
      read(connection);
      connection.getOutputStream().write(text.getBytes(ISO_8859_1));
    });
  }

  private void accept(Script script) {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.add(connection);
        int number = connections.size();
        Thread.startVirtualThread(() -> run(script, connection, number));
      } catch (IOException e) {
        return; // It was closed.
      }
    }
  }

  private static void run(Script script, Socket connection, int number) {
    try (connection) {
      script.run(connection, number);
    } catch (IOException e) {
      // The client has closed it, as tests expect where it should.
    }
  }

  /** What has come on a connection, at least one byte. */
  public static String read(Socket connection) throws IOException {
    byte[] bytes = new byte[1 << 16];
    int length = connection.getInputStream().read(bytes);
    if (length < 0) {
      throw new IOException("the client has gone");
    }
    return new String(bytes, 0, length, ISO_8859_1);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  public int connections() {
    return connections.size();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
