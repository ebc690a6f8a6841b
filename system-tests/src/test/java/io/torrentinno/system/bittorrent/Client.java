package io.torrentinno.system.bittorrent;

import static org.awaitility.Awaitility.await;

import io.torrentinno.system.harness.Host;
import io.torrentinno.system.namespace.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A running client, with one torrent and a folder of its own. */
public final class Client implements AutoCloseable {
  private static final String PEER = "src/test/python/libtorrent_peer.py";
  private static final String PORT = "7000";
  private static final int LINES_SHOWN = 10;

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
            "--dir=" + folder,
            torrent.toString()));
  }

  /** Transmission. */
  public static Client transmission(Host host, Path torrent, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("settings.json"),
        """
        {"bind-address-ipv4": "%s", "dht-enabled": false, "utp-enabled": false}
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

  /** Waits until it has the whole of a file, which others seed. */
  public void awaitCopyOf(Path file) {
    await(this + " has " + file.getFileName())
        .failFast(this + " ended", () -> !process.isAlive())
        .until(() -> isSame(folder.resolve(String.valueOf(file.getFileName())), file));
  }

  private static boolean isSame(Path copy, Path file) throws IOException {
    return Files.exists(copy) && Files.mismatch(copy, file) < 0;
  }

  /** Ends it, without a word to anybody. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** Its name, and the end of what it printed. */
  @Override
  public String toString() {
    try {
      List<String> lines = Files.readAllLines(log);
      List<String> last = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
      return log.getFileName() + ": " + String.join("\n", last);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
