package io.torrentinno.system.ti1;

import io.torrentinno.system.ti1.Ti1Wire.Handshake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A TI/1 client for one resource, on a port of its own. */
public final class Ti1Peer implements AutoCloseable {
  private final String peerId;
  private final String infoHash;
  private final Ti1File file;
  private final Ti1Tracker tracker;
  private final ServerSocket server;
  private final Map<String, Ti1Connection> connections = new ConcurrentHashMap<>();
  private final List<String> offences = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newScheduledThreadPool(3, Thread.ofVirtual().factory());

  private Ti1Peer(String peerId, Ti1File file, Ti1Pace pace) throws IOException {
    this.peerId = peerId;
    this.file = file;
    infoHash = file.manifest().infoHash();
    tracker = new Ti1Tracker(file.manifest());
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::acceptAll);
    every(pace.announce(), this::announce);
    every(pace.bitfield(), this::sendBitfields);
    every(pace.request(), this::ask);
  }

  /** One that has no piece yet. */
  public static Ti1Peer fetching(String peerId, Ti1Manifest manifest) throws IOException {
    return new Ti1Peer(peerId, Ti1File.empty(manifest), Ti1Pace.BRISK);
  }

  /**
   * One that claims to have every piece.
   *
   * @param content what it serves; corrupt where it does not match the manifest
   */
  public static Ti1Peer seeding(String peerId, Ti1Manifest manifest, byte[] content)
      throws IOException {
    return new Ti1Peer(peerId, Ti1File.claiming(manifest, content), Ti1Pace.BRISK);
  }

  public boolean isComplete() {
    return file.isComplete();
  }

  /** The file as far as it is there, the rest zero. */
  public byte[] content() {
    return file.content();
  }

  /** What others did that the deployed client can't bear. */
  public List<String> offences() {
    return List.copyOf(offences);
  }

  /** Where it listens on 127.0.0.1. */
  int port() {
    return server.getLocalPort();
  }

  /** Whether a connected peer has said that it has every piece. */
  public boolean seesSeeder() {
    return connections.values().stream().anyMatch(Ti1Connection::offersAll);
  }

  @Override
  public void close() throws IOException {
    clock.shutdownNow();
    server.close();
    for (Ti1Connection connection : connections.values()) {
      connection.close();
    }
  }

  private void announce() throws IOException {
    Ti1Tracker.Peer own = new Ti1Tracker.Peer(peerId, "127.0.0.1", port());
    for (Ti1Tracker.Peer peer : tracker.announce(infoHash, own)) {
      if (peerId.compareTo(peer.peerId()) < 0 && !connections.containsKey(peer.peerId())) {
        Socket socket = new Socket(peer.publicIp(), peer.publicPort());
        Thread.ofVirtual().start(() -> talk(socket, peer.peerId()));
      }
    }
  }

  private void sendBitfields() {
    for (Ti1Connection connection : connections.values()) {
      try {
        connection.sendBitfield();
      } catch (IOException e) {
        // The thread that reads from it notices as well, and forgets it.
      }
    }
  }

  private void ask() throws IOException {
    BitSet asked = new BitSet();
    connections.values().forEach(connection -> connection.addAsked(asked));
    for (Ti1Connection connection : connections.values()) {
      connection.ask(asked);
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> talk(socket, null));
      }
    } catch (IOException e) {
      clock.shutdownNow();
    }
  }

  /** Speaks with one peer until either side closes; with {@code called} null it has called us. */
  private void talk(Socket socket, @Nullable String called) {
    try (socket) {
      Ti1Wire wire = new Ti1Wire(socket);
      String other = called == null ? answer(wire) : call(wire, called);
      Ti1Connection connection = new Ti1Connection(socket, wire, file);
      if (connections.putIfAbsent(other, connection) == null) {
        try {
          connection.run(this::sendBitfields);
        } finally {
          connections.remove(other, connection);
        }
      }
    } catch (Ti1Offence offence) {
      offences.add(Objects.toString(offence.getMessage()));
    } catch (IOException e) {
      // A connection that breaks is forgotten; the next announce may bring it back.
    }
  }

  private String call(Ti1Wire wire, String called) throws IOException, Ti1Offence {
    wire.write(new Handshake(peerId, infoHash));
    Handshake answer = wire.readHandshake();
    if (!answer.equals(new Handshake(called, infoHash))) {
      throw new Ti1Offence("called " + called + " for " + infoHash + ", answered " + answer);
    }
    return called;
  }

  private String answer(Ti1Wire wire) throws IOException, Ti1Offence {
    Handshake caller = wire.readHandshake();
    if (caller.peerId().compareTo(peerId) >= 0) {
      throw new Ti1Offence("called by " + caller.peerId() + ", which is greater");
    }
    if (!caller.infoHash().equals(infoHash)) {
      throw new Ti1Offence("called for " + caller.infoHash());
    }
    wire.write(new Handshake(peerId, infoHash));
    return caller.peerId();
  }

  private interface Task {
    void run() throws IOException;
  }

  private void every(Duration period, Task task) {
    Runnable tolerant =
        () -> {
          try {
            task.run();
          } catch (IOException | UncheckedIOException e) {
            // Tried again next time.
          } catch (IllegalStateException e) {
            offences.add(e.toString());
          }
        };
    var _ = clock.scheduleAtFixedRate(tolerant, 0, period.toNanos(), TimeUnit.NANOSECONDS);
  }
}
