package io.torrentinno.agent.runtime.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.torrentinno.agent.net.tls.Credentials;
import io.torrentinno.agent.net.tls.EncryptionMode;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.net.tls.TestAuthority;
import io.torrentinno.agent.net.tls.TestTls;
import io.torrentinno.agent.net.tls.TlsEngine;
import io.torrentinno.agent.net.tls.TlsFailure;
import io.torrentinno.agent.net.tls.TlsSockets;
import io.torrentinno.agent.resource.view.PeerStatus;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.HostAndPort;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Handshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole agents on loopback whose connections are encrypted, and strangers that come to them. */
class EncryptedPeersTest extends LocalAgents {
  private static final PeerId STRANGER = PeerId.random(new Random(7)).takingTls();
  private static final int SIZE = 1_000_000;

  private final TestAuthority authority = new TestAuthority("swarm");
  private final TestAuthority.Issued first = authority.issue("node-1");
  private final TestAuthority.Issued second = authority.issue("node-2");

  @ParameterizedTest
  @CsvSource({"OPENSSL, OPENSSL", "JDK, JDK", "OPENSSL, JDK"})
  void transfersBetweenMembers(TlsEngine one, TlsEngine other) throws Exception {
    TorrentAgent seeder = agent("seeder", members(one, authority.credentials(first)));
    TorrentAgent fetcher = agent("fetcher", members(other, authority.credentials(second)));
    InfoHash infoHash = shareRandom(seeder);

    fetcher.add(seeder.manifest(infoHash));
    awaitState(fetcher, infoHash, ResourceState.SEEDING);

    assertThat(folder.resolve("fetcher/file.bin"))
        .hasSameBinaryContentAs(folder.resolve("seeder/file.bin"));
    assertThat(seeder.services().peerId().takesTls()).isTrue();
    assertThat(seeder.services().tls().passed()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(
      value = EncryptionMode.class,
      names = {"PREFERRED", "REQUIRED"})
  void encryptsWithoutAnAuthority(EncryptionMode mode) throws Exception {
    TorrentAgent seeder = agent("seeder", TestTls.of(mode));
    TorrentAgent fetcher = agent("fetcher", TestTls.of(mode));
    InfoHash infoHash = shareRandom(seeder);

    fetcher.add(seeder.manifest(infoHash));
    awaitState(fetcher, infoHash, ResourceState.SEEDING);

    assertThat(fetcher.services().tls().passed()).isPositive();
  }

  @Test
  void transfersInTheClearWithAPeerThatTakesNoTlsWherePreferred() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher", TestTls.of(EncryptionMode.PREFERRED));
    InfoHash infoHash = shareRandom(seeder);

    fetcher.add(seeder.manifest(infoHash));
    awaitState(fetcher, infoHash, ResourceState.SEEDING);

    assertThat(fetcher.services().tls().passed()).isZero();
  }

  @Test
  void callsAnAddressWithTlsFirstAndThenInTheClearWherePreferred() throws Exception {
    tracker.refuseToList("a test");
    TorrentAgent plain = agent("plain");
    TorrentAgent required = agent("required", TestTls.of(EncryptionMode.REQUIRED));
    TorrentAgent fetcher = agent("fetcher", TestTls.of(EncryptionMode.PREFERRED));
    for (TorrentAgent seeder : List.of(plain, required)) {
      Path file = seeder == plain ? Path.of("plain/a.bin") : Path.of("required/b.bin");
      InfoHash infoHash = shareRandom(seeder, folder.resolve(file));
      fetcher.add(seeder.manifest(infoHash));

      fetcher.addPeer(infoHash, new HostAndPort("127.0.0.1", seeder.services().listenPort()));

      awaitState(fetcher, infoHash, ResourceState.SEEDING);
    }
    assertThat(fetcher.services().tls().passed()).isEqualTo(1);
  }

  @Test
  void refusesCallersInTheClearWhereRequired() throws Exception {
    TorrentAgent seeder = agent("seeder", TestTls.of(EncryptionMode.REQUIRED));
    InfoHash infoHash = shareRandom(seeder);

    try (Socket caller = plain(seeder)) {
      caller.getOutputStream().write(handshake(infoHash));

      assertThat(bytesFrom(caller)).isZero();
    }
    assertThat(seeder.services().tls().failures(TlsFailure.PLAINTEXT)).isEqualTo(1);
  }

  /** A network could otherwise remove TLS between two agents that both have it. */
  @Test
  void refusesAPeerInTheClearThatTakesTls() throws Exception {
    TorrentAgent seeder = agent("seeder", TestTls.of(EncryptionMode.PREFERRED));
    InfoHash infoHash = shareRandom(seeder);

    try (Socket caller = plain(seeder)) {
      caller.getOutputStream().write(handshake(infoHash));

      assertThat(bytesFrom(caller)).isZero();
    }
    assertThat(seeder.services().tls().failures(TlsFailure.PLAINTEXT)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsEngine.class,
      names = {"OPENSSL", "JDK"})
  void givesOutsidersNoByte(TlsEngine engine) throws Exception {
    TestAuthority.Issued revoked = authority.issue("stolen");
    Credentials credentials =
        authority.credentials(first, authority.revoked(revoked.certificate()));
    TorrentAgent seeder = agent("seeder", members(engine, credentials));
    InfoHash infoHash = shareRandom(seeder);

    expectNothing(seeder, infoHash, null, TlsFailure.NO_CERTIFICATE);
    expectNothing(
        seeder, infoHash, new TestAuthority("swarm").issue("node-1"), TlsFailure.UNTRUSTED);
    expectNothing(seeder, infoHash, revoked, TlsFailure.REVOKED);
    expectNothing(
        seeder,
        infoHash,
        authority.issue("old", Instant.now().minusSeconds(60)),
        TlsFailure.EXPIRED);
    assertThat(seeder.services().tls().passed()).isZero();
    assertThat(seeder.services().connections()).isZero();
  }

  @Test
  void callsAnAgentOfAnotherAuthorityOnce() throws Exception {
    TestAuthority others = new TestAuthority("others");
    Credentials other = others.credentials(others.issue("node-1"));
    TorrentAgent seeder = agent("seeder", members(TlsEngine.AUTO, other));
    TorrentAgent fetcher = agent("fetcher", members(TlsEngine.AUTO, authority.credentials(first)));
    InfoHash infoHash = shareRandom(seeder);

    fetcher.add(seeder.manifest(infoHash));

    await().until(() -> fetcher.services().tls().failures(TlsFailure.UNTRUSTED) == 1);
    await()
        .during(Duration.ofMillis(2500)) // Any other peer would be called again.
        .until(() -> fetcher.services().tls().failures(TlsFailure.UNTRUSTED) == 1);
  }

  @Test
  void saysNothingToAnAcceptorOfAnotherAuthority() throws Exception {
    tracker.refuseToList("a test");
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher", members(TlsEngine.AUTO, authority.credentials(first)));
    InfoHash infoHash = shareRandom(seeder);
    fetcher.add(seeder.manifest(infoHash));
    try (SSLServerSocket server = TlsSockets.listen(new TestAuthority("swarm").issue("node-2"))) {
      fetcher.addPeer(infoHash, new HostAndPort("127.0.0.1", server.getLocalPort()));

      try (Socket caller = server.accept()) {
        assertThat(bytesFrom(caller)).isZero();
      }
    }
    await().until(() -> fetcher.services().tls().failures(TlsFailure.UNTRUSTED) > 0);
  }

  @Test
  void showsTheCertificatesOfPeersAndClosesThoseThatAreRevoked() throws Exception {
    PeerTls tls = members(TlsEngine.AUTO, authority.credentials(first));
    TorrentAgent seeder = agent("seeder", tls);
    InfoHash infoHash = shareRandom(seeder);
    TestAuthority.Issued third = authority.issue("node-3");
    try (SSLSocket stolen = TlsSockets.connect(seeder.services().listenPort(), second);
        SSLSocket good = TlsSockets.connect(seeder.services().listenPort(), third)) {
      greet(stolen, infoHash);
      greet(good, infoHash, PeerId.random(new Random(8)).takingTls());
      await().until(() -> seeder.peers(infoHash).size() == 2);
      assertThat(seeder.peers(infoHash))
          .extracting(PeerStatus::security)
          .containsExactlyInAnyOrder(
              new PeerStatus.Security(true, "node-2"), new PeerStatus.Security(true, "node-3"));

      tls.renew(authority.credentials(first, authority.revoked(second.certificate())));

      await().until(() -> seeder.peers(infoHash).size() == 1);
      assertThat(seeder.peers(infoHash).getFirst().security().certificate()).isEqualTo("node-3");
      assertThat(tls.failures(TlsFailure.REVOKED)).isEqualTo(1);
    }
  }

  private void expectNothing(
      TorrentAgent seeder,
      InfoHash infoHash,
      TestAuthority.@Nullable Issued own,
      TlsFailure expected)
      throws Exception {
    try (SSLSocket outsider = TlsSockets.connect(seeder.services().listenPort(), own)) {
      outsider.getOutputStream().write(handshake(infoHash));

      assertThat(bytesFrom(outsider)).as("%s", expected).isZero();
    } catch (IOException refused) {
      assertThat(refused).as("%s", expected).isNotInstanceOf(java.net.SocketTimeoutException.class);
    }
    await()
        .untilAsserted(() ->
            assertThat(seeder.services().tls().failures(expected)).as("%s", expected).isEqualTo(1));
  }

  private static PeerTls members(TlsEngine engine, Credentials credentials) throws Exception {
    return PeerTls.of(EncryptionMode.REQUIRED, engine, credentials);
  }

  private InfoHash shareRandom(TorrentAgent agent) throws IOException {
    return shareRandom(agent, folder.resolve("seeder/file.bin"));
  }

  private static InfoHash shareRandom(TorrentAgent agent, Path file) throws IOException {
    byte[] content = new byte[SIZE];
    new Random(file.hashCode()).nextBytes(content);
    return share(agent, Files.write(file, content));
  }

  private static Socket plain(TorrentAgent agent) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), agent.services().listenPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void greet(SSLSocket socket, InfoHash infoHash) throws IOException {
    greet(socket, infoHash, STRANGER);
  }

  private static void greet(SSLSocket socket, InfoHash infoHash, PeerId caller) throws IOException {
    socket.getOutputStream().write(bytes(new Handshake(caller, infoHash)));
    assertThat(socket.getInputStream().readNBytes(Handshake.LENGTH)).hasSize(Handshake.LENGTH);
  }

  private static byte[] handshake(InfoHash infoHash) {
    return bytes(new Handshake(STRANGER, infoHash));
  }

  private static byte[] bytes(Handshake handshake) {
    ByteBuf buffer = Unpooled.buffer(Handshake.LENGTH);
    handshake.encode(buffer);
    return ByteBufUtil.getBytes(buffer);
  }

  /** How many bytes come until the connection ends; an alert of TLS is none. */
  private static int bytesFrom(Socket socket) throws IOException {
    try {
      return socket.getInputStream().readAllBytes().length;
    } catch (java.net.SocketTimeoutException e) {
      throw e;
    } catch (IOException refused) {
      return 0; // An alert, or a reset.
    }
  }
}
