package io.torrentinno.system.bittorrent;

import io.torrentinno.system.harness.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A running client, with one torrent and a folder of its own. */
public final class Client implements AutoCloseable {
  private static final String PEER = "src/test/python/libtorrent_peer.py";
  private static final String PORT = "7000";

  private final Process process;
  private final Path folder;

  private Client(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
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
        new ProcessBuilder(new ArrayList<>(command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new Client(process, folder);
  }

  /** Where its copy of a file is, or will be. */
  public Path copyOf(Path file) {
    return folder.resolve(String.valueOf(file.getFileName()));
  }

  /** Ends it, without a word to anybody. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
