package io.torrentinno.tracker.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A server that answers as a Redis before 6.2, which cannot trim a stream by time. */
final class OldRedis implements AutoCloseable {
  private final ServerSocket listens;
  private final String refusal;

  /**
   * A server that listens at once.
   *
   * @param refusal the error that it answers to XADD and XTRIM
   */
  OldRedis(String refusal) {
    this.refusal = refusal;
    try {
      listens = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listens.getLocalPort();
  }

  private void accept() {
    try {
      while (!listens.isClosed()) {
        Socket client = listens.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      close();
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      while (!listens.isClosed()) {
        String name = command(in).getFirst();
        out.write((reply(name.toUpperCase(Locale.ROOT)) + "\r\n").getBytes(US_ASCII));
      }
    } catch (IOException e) {
      // The client has closed the connection.
    }
  }

  private String reply(String command) {
    return switch (command) {
      case "PING" -> "+PONG";
      case "TIME" -> "*2\r\n$10\r\n1600000000\r\n$1\r\n0";
      case "XREVRANGE" -> "*0";
      case "XREAD" -> "*-1";
      case "XADD", "XTRIM" -> "-" + refusal;
      case "PEXPIRE" -> ":1";
      default -> "-ERR unknown command `" + command + "`, with args beginning with: ";
    };
  }

  private static List<String> command(DataInputStream in) throws IOException {
    List<String> words = new ArrayList<>();
    for (int left = length(in); left > 0; left--) {
      words.add(new String(in.readNBytes(length(in)), US_ASCII));
      in.skipNBytes(2);
    }
    return words;
  }

  /** Reads a kind and a number. */
  private static int length(DataInputStream in) throws IOException {
    in.readByte();
    int number = 0;
    for (byte digit = in.readByte(); digit != '\r'; digit = in.readByte()) {
      number = 10 * number + digit - '0';
    }
    in.readByte();
    return number;
  }

  @Override
  public void close() {
    try {
      listens.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
