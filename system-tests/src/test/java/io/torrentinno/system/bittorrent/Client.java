package io.torrentinno.system.bittorrent;

import io.torrentinno.system.harness.Host;
import io.torrentinno.system.namespace.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A running client, with one torrent and a folder of its own. */
public final class Client implements AutoCloseable {
  private static final String PEER = "src/test/python/libtorrent_peer.py";
  private static final String PORT = "7000";
  private static final int LINES_SHOWN = 60;

  private final Process process;
  private final Path folder;
  private final Path log;

  private Client(Process process, Path folder, Path log) {
    this.process = process;
    this.folder = folder;
    this.log = log;
  }

  /** bt, which is written in Java; where the file is in the folder already, it seeds. */
  public static Client bt(Host host, int port, Path torrent, Path folder) throws IOException {
    return start(
        folder,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            BtPeer.class.getName(),
            host.address(),
            "" + port,
            torrent.toString(),
            folder.toString()));
  }

  /** aria2, which speaks UDP with trackers when its DHT is on. */
  public static Client aria2(Host host, Path torrent, Path folder) throws IOException {
    return start(
        folder,
        List.of(
            "aria2c",
            "--no-conf",
            "--enable-dht=true",
            "--dht-file-path=" + folder.resolve("dht"),
            "--dht-listen-port=" + PORT,
            "--listen-port=" + PORT,
            "--interface=" + host.address(),
            "--seed-ratio=0.0",
            "--console-log-level=info",
            "--dir=" + folder,
            torrent.toString()));
  }

  /**
   * Transmission. While it looks for a router it does nothing else, and it ends when it finds its
   * torrent checked but not started; so it must not look for one.
   */
  public static Client transmission(Host host, Path torrent, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("settings.json"),
        """
        {"bind-address-ipv4": "%s", "dht-enabled": false, "utp-enabled": false,
         "port-forwarding-enabled": false}
        """
            .formatted(host.address()));
    String home = folder.toString();
    return start(
        folder,
        List.of("transmission-cli", "-g", home, "-p", PORT, "-w", home, torrent.toString()));
  }

  /** libtorrent; where the file is in the folder already, it seeds. */
  public static Client libtorrent(Host host, Path torrent, Path folder) throws IOException {
    return start(
        folder,
        List.of(
            "/usr/bin/python3", PEER, host.address(), PORT, torrent.toString(), folder.toString()));
  }

  private static Client start(Path folder, List<String> command) throws IOException {
    Files.createDirectories(folder);
    Path log = folder.resolveSibling(folder.getFileName() + ".log");
    Process process =
        Command.start(
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()));
    return new Client(process, folder, log);
  }

  /**
   * Waits until it has the whole of a file.
   *
   * @param seeders clients that have the file; none of them may end before
   */
  public void awaitCopyOf(Path file, Client... seeders) {
    String name = String.valueOf(file.getFileName());
    List<Client> clients = Stream.concat(Stream.of(this), Stream.of(seeders)).toList();
    await(clients, "a copy of " + name, () -> isSame(folder.resolve(name), file));
  }

  /** Waits until its tracker lists it alone. */
  public void awaitListed(Torrent torrent) {
    await(List.of(this), "the first peer at the tracker", () -> torrent.listedPeers() == 1);
  }

  private static void await(List<Client> clients, String what, Callable<Boolean> condition) {
    try {
      Awaitility.await().failFast(() -> clients.forEach(Client::checkAlive)).until(condition);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("missing: " + what + "; " + clients, e);
    }
  }

  private void checkAlive() {
    if (!process.isAlive()) {
      throw new AssertionError("ended with " + process.exitValue() + ": " + this);
    }
  }

  private static boolean isSame(Path copy, Path file) throws IOException {
    return Files.exists(copy) && Files.mismatch(copy, file) < 0;
  }

  /** Ends it, without a word to anybody. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** Its name, and the end of what it has printed by now. */
  @Override
  public String toString() {
    try {
      List<String> lines = Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
      List<String> last = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
      return log.getFileName() + ":\n" + String.join("\n", last) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
