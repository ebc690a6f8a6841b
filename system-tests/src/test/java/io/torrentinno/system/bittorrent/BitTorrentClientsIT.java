package io.torrentinno.system.bittorrent;

import io.torrentinno.system.harness.Host;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.harness.TrackerProcess;
import io.torrentinno.system.namespace.OwnNamespace;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** aria2, Transmission and libtorrent, each at an address of its own, know our tracker alone. */
@Tag("namespace")
final class BitTorrentClientsIT {
  private static final int SIZE = 3_000_000;
  private static final String TTL = "--torrentinno.tracker.ttl=5m";

  /** The test reads the table of peers from an address that is not the loopback's. */
  private static final String NETWORK = "--torrentinno.tracker.management.networks=10.78.0.0/24";

  @RegisterExtension final Testbed testbed = new Testbed();

  @ParameterizedTest
  @ValueSource(strings = {"http", "udp"})
  void findEachOtherAndFinish(String scheme) throws IOException {
    TrackerProcess tracker = testbed.trackerAt(OwnNamespace.host(5), TTL, NETWORK);
    Torrent torrent = Torrent.of(testbed, SIZE, scheme, tracker);
    Path folder = testbed.directory();

    Client seeder = testbed.closing(Client.libtorrent(host(1), torrent.path(), torrent.seeds()));
    seeder.awaitListed(torrent);
    Client aria2 = testbed.closing(Client.aria2(host(2), torrent.path(), folder.resolve("aria2")));
    Client transmission =
        testbed.closing(
            Client.transmission(host(3), torrent.path(), folder.resolve("transmission")));
    aria2.awaitCopyOf(torrent.file(), seeder);
    transmission.awaitCopyOf(torrent.file(), seeder, aria2);

    seeder.close();
    Client libtorrent =
        testbed.closing(Client.libtorrent(host(4), torrent.path(), folder.resolve("libtorrent")));
    libtorrent.awaitCopyOf(torrent.file(), aria2, transmission);
  }

  private static Host host(int number) throws IOException {
    return OwnNamespace.host(number);
  }
}
