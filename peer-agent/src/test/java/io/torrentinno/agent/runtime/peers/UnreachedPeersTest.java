package io.torrentinno.agent.runtime.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.net.tls.Credentials;
import io.torrentinno.agent.net.tls.EncryptionMode;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.net.tls.TestAuthority;
import io.torrentinno.agent.net.tls.TestTls;
import io.torrentinno.agent.net.tls.TlsEngine;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.HostAndPort;
import io.torrentinno.protocol.model.InfoHash;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A resource that reaches no peer says what a person has to do. */
class UnreachedPeersTest extends LocalAgents {
  @Test
  void namesAnotherAuthority() throws Exception {
    TorrentAgent seeder = agent("seeder", member(new TestAuthority("others")));
    TorrentAgent fetcher = agent("fetcher", member(new TestAuthority("swarm")));
    InfoHash infoHash = shareFile(seeder);

    fetcher.add(seeder.manifest(infoHash));

    awaitWaiting(fetcher, infoHash, "is of another authority: all agents need certificates of one");
  }

  @Test
  void namesAnotherAuthorityOfTheAgentAtAnAddressForALink() throws Exception {
    tracker.refuseToList("a test");
    TorrentAgent seeder = agent("seeder", member(new TestAuthority("others")));
    TorrentAgent fetcher = agent("fetcher", member(new TestAuthority("swarm")));
    InfoHash infoHash = shareFile(seeder);

    fetcher.add(seeder.status(infoHash).magnet());
    fetcher.addPeer(infoHash, addressOf(seeder));

    awaitWaiting(fetcher, infoHash, "none of the known peers can be reached; the certificate of");
  }

  @Test
  void saysThatPeersMayRequireEncryption() throws Exception {
    TorrentAgent seeder = agent("seeder", TestTls.of(EncryptionMode.REQUIRED));
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash = shareFile(seeder);

    fetcher.add(seeder.manifest(infoHash));

    awaitWaiting(fetcher, infoHash, "at least one peer may require encryption, which is off here");
  }

  /** Here, because the peer does not accept TLS. */
  @Test
  void saysThatItRefusesThePeersThatATrackerNames() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher", TestTls.of(EncryptionMode.REQUIRED));
    InfoHash infoHash = shareFile(seeder);

    fetcher.add(seeder.manifest(infoHash));

    awaitWaiting(fetcher, infoHash, "trackers know other peers");
  }

  @Test
  void saysThatTheAgentAtAnAddressDoesNotAcceptTls() throws Exception {
    tracker.refuseToList("a test");
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher", TestTls.of(EncryptionMode.REQUIRED));
    InfoHash infoHash = shareFile(seeder);
    fetcher.add(seeder.manifest(infoHash));

    fetcher.addPeer(infoHash, addressOf(seeder));

    awaitWaiting(fetcher, infoHash, "does not accept TLS, which this agent requires");
  }

  @Test
  void saysThatNoAgentListens() throws Exception {
    tracker.refuseToList("a test");
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash = shareFile(seeder);
    fetcher.add(seeder.manifest(infoHash));

    fetcher.addPeer(infoHash, new HostAndPort("127.0.0.1", unusedPort()));

    awaitWaiting(fetcher, infoHash, "no agent listens at the address of at least one");
  }

  private static PeerTls member(TestAuthority authority) throws Exception {
    Credentials credentials = authority.credentials(authority.issue("node"));
    return PeerTls.of(EncryptionMode.REQUIRED, TlsEngine.AUTO, credentials);
  }

  private InfoHash shareFile(TorrentAgent agent) throws Exception {
    return share(agent, Files.write(folder.resolve("seeder/file.bin"), new byte[] {1, 2, 3}));
  }

  private static HostAndPort addressOf(TorrentAgent agent) {
    return new HostAndPort("127.0.0.1", agent.services().listenPort());
  }

  private static int unusedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitWaiting(TorrentAgent agent, InfoHash infoHash, String text) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(agent.status(infoHash).condition().waiting()).isNotNull().contains(text));
  }
}
