package io.torrentinno.agent.runtime.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.HostAndPort;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.PeerAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole agents on loopback that no tracker introduces to each other. */
class AddedPeerTest extends LocalAgents {
  private TorrentAgent seeder;
  private TorrentAgent fetcher;
  private InfoHash infoHash;

  @BeforeEach
  void shareUnlisted() throws Exception {
    tracker.refuseToList("a test");
    seeder = agent("seeder");
    fetcher = agent("fetcher");
    Path file = Files.write(folder.resolve("seeder/file.bin"), new byte[300_000]);
    infoHash = share(seeder, file);
  }

  @Test
  void transfersFromAPeerThatIsAddedByHand() {
    fetcher.add(seeder.manifest(infoHash));
    awaitState(fetcher, infoHash, ResourceState.DOWNLOADING);

    assertThat(fetcher.addPeer(infoHash, new HostAndPort("127.0.0.1", port(seeder))))
        .containsExactly(PeerAddress.of("127.0.0.1", port(seeder)));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
  }

  @Test
  void fetchesWhatALinkNamesFromAPeerThatIsAddedByHand() {
    fetcher.add(new MagnetLink(2, infoHash, List.of(), null));

    fetcher.addPeer(infoHash, new HostAndPort("localhost", port(seeder)));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
  }

  @Test
  void callsThePeerAgainAfterAPause() {
    fetcher.add(seeder.manifest(infoHash));
    seeder.pause(infoHash);
    fetcher.addPeer(infoHash, new HostAndPort("127.0.0.1", port(seeder)));
    fetcher.pause(infoHash);
    seeder.resume(infoHash);

    fetcher.resume(infoHash);

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
  }

  @Test
  void seedsToAPeerThatIsAddedByHand() {
    fetcher.add(seeder.manifest(infoHash));
    awaitState(fetcher, infoHash, ResourceState.DOWNLOADING);

    seeder.addPeer(infoHash, new HostAndPort("127.0.0.1", port(fetcher)));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
  }

  @Test
  void refusesAddressesWhereNoOtherAgentCanBe() {
    refuses(Reason.BAD_PEER_ADDRESS, "the agent itself", "127.0.0.1", port(seeder));
    refuses(Reason.BAD_PEER_ADDRESS, "the agent itself", "localhost", port(seeder));
    refuses(Reason.BAD_PEER_ADDRESS, "no single machine", "0.0.0.0", port(fetcher));
    refuses(Reason.BAD_PEER_ADDRESS, "no single machine", "224.0.0.1", port(fetcher));
    refuses(Reason.BAD_PEER_ADDRESS, "no address is known", "agent.invalid", port(fetcher));
  }

  @Test
  void callsNobodyForAPausedResource() {
    seeder.pause(infoHash);

    refuses(Reason.NOT_RUNNING, "paused", "127.0.0.1", port(fetcher));
  }

  private void refuses(Reason reason, String why, String host, int port) {
    assertThatExceptionOfType(ResourceException.class)
        .isThrownBy(() -> seeder.addPeer(infoHash, new HostAndPort(host, port)))
        .withMessageContaining(why)
        .extracting(ResourceException::reason)
        .isEqualTo(reason);
  }

  private static int port(TorrentAgent agent) {
    return agent.services().listenPort();
  }
}
