package io.torrentinno.system.bittorrent;

import io.torrentinno.system.harness.Host;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.harness.TrackerProcess;
import io.torrentinno.tracker.testing.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes of the BitTorrent client bt that know our tracker alone. */
final class BtIT {
  private static final int SIZE = 3_000_000;

  @RegisterExtension final Testbed testbed = new Testbed();

  @ParameterizedTest
  @ValueSource(strings = {"http", "udp"})
  void findEachOtherAndFinish(String scheme) throws IOException {
    TrackerProcess tracker = testbed.tracker("--torrentinno.tracker.ttl=5m");
    Torrent torrent = Torrent.of(testbed, SIZE, scheme, tracker);

    Client seeder = client(torrent, torrent.seeds());
    seeder.awaitListed(torrent);
    Client fetcher = client(torrent, testbed.directory().resolve("fetcher"));

    fetcher.awaitCopyOf(torrent.file(), seeder);
  }

  private Client client(Torrent torrent, Path folder) throws IOException {
    return testbed.closing(Client.bt(Host.LOCAL, FreePort.next(), torrent.path(), folder));
  }
}
