package io.torrentinno.system;

import static org.awaitility.Awaitility.await;

import io.torrentinno.system.bittorrent.Addresses;
import io.torrentinno.system.bittorrent.Client;
import io.torrentinno.system.bittorrent.Torrent;
import io.torrentinno.system.harness.Host;
import io.torrentinno.system.harness.HttpAnswer;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.harness.TrackerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** aria2, Transmission and libtorrent, each at an address of its own, know our tracker alone. */
@Tag("namespace")
final class BitTorrentClientsIT {
  private static final int SIZE = 3_000_000;

  @RegisterExtension final Testbed testbed = new Testbed();

  @ParameterizedTest
  @ValueSource(strings = {"http", "udp"})
  void findEachOtherAndFinish(String scheme) throws IOException {
    TrackerProcess tracker = testbed.trackerAt(Addresses.host(5), "--torrentinno.tracker.ttl=5m");
    Path folder = testbed.directory();
    Path seeds = Files.createDirectories(folder.resolve("seeds"));
    Path file = Files.move(testbed.file("file.bin", SIZE), seeds.resolve("file.bin"));
    Path torrent = folder.resolve("file.torrent");
    Torrent.write(torrent, file, scheme + "://" + tracker.address() + "/announce");

    Client seeder = Client.libtorrent(host(1), torrent, seeds);
    testbed.closing(seeder);
    await().until(() -> count(tracker, "\"publicPort\"") == 1);
    Client aria2 = testbed.closing(Client.aria2(host(2), torrent, folder.resolve("aria2")));
    Client transmission =
        testbed.closing(Client.transmission(host(3), torrent, folder.resolve("transmission")));
    await("aria2 has the file").until(() -> isSame(aria2.copyOf(file), file));
    await("Transmission has the file").until(() -> isSame(transmission.copyOf(file), file));

    seeder.close();
    Client libtorrent =
        testbed.closing(Client.libtorrent(host(4), torrent, folder.resolve("libtorrent")));
    await("libtorrent has the file, from those two")
        .until(() -> isSame(libtorrent.copyOf(file), file));
  }

  private static Host host(int number) throws IOException {
    return Addresses.host(number);
  }

  private static int count(TrackerProcess tracker, String word) {
    String table = HttpAnswer.to("GET", tracker.uri().resolve("/peers"), "").body();
    return table.split(word, -1).length - 1;
  }

  private static boolean isSame(Path copy, Path file) {
    try {
      return Files.exists(copy) && Files.mismatch(copy, file) < 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
