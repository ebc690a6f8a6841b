package io.torrentinno.system.bittorrent;

import bt.Bt;
import bt.data.file.FileSystemStorage;
import bt.runtime.Config;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.nio.file.Path;
import java.time.Duration;

/** A process with the client bt in it. Runs until it is killed. */
final class BtPeer {
  private static final Duration OFTEN = Duration.ofSeconds(1);

  private BtPeer() {}

  /** Takes its address and port, a torrent and a folder. */
  public static void main(String[] arguments) throws MalformedURLException {
    Config config = new Config();
    config.setAcceptorAddress(InetAddress.ofLiteral(arguments[0]));
    config.setPeerAddress(InetAddress.ofLiteral(arguments[0]));
    config.setAcceptorPort(Integer.parseInt(arguments[1]));
    config.setPeerDiscoveryInterval(OFTEN);
    config.setTrackerQueryInterval(OFTEN);
    config.setPeerConnectionRetryInterval(OFTEN);
    Bt.client()
        .config(config)
        .autoLoadModules() // the one for trackers over HTTP
        .torrent(Path.of(arguments[2]).toUri().toURL())
        .storage(new FileSystemStorage(Path.of(arguments[3])))
        .build()
        .startAsync()
        .join();
  }
}
