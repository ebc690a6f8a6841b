package io.torrentinno.agent.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.torrentinno.protocol.model.HostAndPort;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.settings.Network;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class OutgoingGuardTest {
  private static final HostAndPort OWN = new HostAndPort("127.0.0.1", 8080);
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress FAR = InetAddress.ofLiteral("198.51.100.1");

  private static final PeerId PEER = PeerId.random(new Random(1));

  private final List<String> counted = new ArrayList<>();
  private final OutgoingGuard guard = guard(OutgoingRules.strict().trusting(OWN));

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, a loopback address",
    "127.9.9.9, a loopback address",
    "127.1, a loopback address",
    "2130706433, a loopback address",
    "::1, a loopback address",
    "localhost, a loopback address",
    "169.254.1.1, a link-local address",
    "fe80::1, a link-local address",
    "169.254.169.254, the address of a cloud's metadata service",
    "169.254.170.2, the address of a cloud's metadata service",
    "fd00:ec2::254, the address of a cloud's metadata service",
    "100.100.100.200, the address of a cloud's metadata service",
    "168.63.129.16, the address of a cloud's metadata service",
    "0.0.0.0, not the address of a single machine",
    "::, not the address of a single machine",
    "224.0.0.1, not the address of a single machine",
    "255.255.255.255, not the address of a single machine",
    "ff02::1, not the address of a single machine",
    "::ffff:127.0.0.1, a loopback address",
    "::127.0.0.1, a loopback address",
    "64:ff9b::7f00:1, a loopback address",
    "64:ff9b:1::a9fe:a9fe, the address of a cloud's metadata service",
    "2002:7f00:1::1, a loopback address",
    "2001:0:4136:e378:8000:63bf:80ff:fffe, a loopback address"
  })
  void refusesServersThatOthersName(String host, String kind) {
    assertThatThrownBy(() -> guard.lookUp(OutgoingUse.TRACKER, host, 8088))
        .isInstanceOf(OutgoingRefused.class)
        .hasMessageContaining(" is " + kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "fd12::1",
        "2001:db8::1",
        "2002:c000:201::1",
        "64:ff9b::c000:201"
      })
  void allowsPublicAndPrivateAddresses(String host) throws Exception {
    assertThat(guard.lookUp(OutgoingUse.MANIFEST_URL, host, 443))
        .singleElement()
        .satisfies(it -> assertThat(it.getAddress()).isEqualTo(InetAddress.ofLiteral(host)));
    assertThat(counted).isEmpty();
  }

  @Test
  void unwrapsMappedAddressesThatTheSystemHasNot() throws Exception {
    byte[] mapped = new byte[16];
    mapped[10] = mapped[11] = (byte) 0xFF;
    mapped[12] = 127;
    mapped[15] = 1;

    assertThat(
            guard.admits(PEER, new PeerAddress(Inet6Address.getByAddress("", mapped, -1), 1), FAR))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"22, false", "25, false", "81, false", "80, true", "443, true", "1024, true"})
  void refusesLowPortsButThoseOfTheWeb(int port, boolean allowed) {
    if (allowed) {
      assertThatCode(() -> guard.lookUp(OutgoingUse.MANIFEST_URL, "192.0.2.1", port))
          .doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> guard.lookUp(OutgoingUse.MANIFEST_URL, "192.0.2.1", port))
          .hasMessage(
              "refused: port %d is below 1024 and neither 80 nor 443;".formatted(port)
                  + " torrentinno.agent.allow-ports=%d allows it".formatted(port));
    }
  }

  @Test
  void saysWhichSettingAllowsIt() {
    assertThatThrownBy(() -> guard.lookUp(OutgoingUse.TRACKER, "64:ff9b::7f00:1", 9090))
        .hasMessage(
            "refused: 64:ff9b:0:0:0:0:7f00:1 (127.0.0.1) is a loopback address;"
                + " torrentinno.agent.allow-addresses=127.0.0.1 allows it");
  }

  @Test
  void allowsWhatTheSettingsAllow() throws Exception {
    OutgoingGuard lax =
        guard(
            new OutgoingRules(
                List.of(Network.valueOf("127.0.0.0/8"), Network.valueOf("fe80::/10")),
                Set.of(81),
                Set.of(),
                false));

    assertThat(lax.lookUp(OutgoingUse.MANIFEST_URL, "127.0.0.1", 81)).hasSize(1);
    assertThat(lax.lookUp(OutgoingUse.TRACKER, "fe80::1", 6969)).hasSize(1);
    assertThat(lax.admits(PEER, peer("64:ff9b::7f00:1"), FAR)).isTrue();
    assertThatThrownBy(() -> lax.lookUp(OutgoingUse.TRACKER, "169.254.169.254", 80))
        .isInstanceOf(OutgoingRefused.class);
  }

  @Test
  void trustsTheTrackerOfTheOperatorAndNoOtherServerThere() throws Exception {
    assertThat(guard.lookUp(OutgoingUse.TRACKER, OWN.host(), OWN.port())).hasSize(1);
    assertThatThrownBy(() -> guard.lookUp(OutgoingUse.MANIFEST_URL, OWN.host(), OWN.port()))
        .isInstanceOf(OutgoingRefused.class);
    assertThatThrownBy(() -> guard.lookUp(OutgoingUse.TRACKER, OWN.host(), 8081))
        .isInstanceOf(OutgoingRefused.class);
  }

  @Test
  void knowsNoNamesThatDoNotExist() {
    assertThatThrownBy(() -> guard.lookUp(OutgoingUse.TRACKER, "no.such.host.invalid", 8080))
        .isInstanceOf(UnknownHostException.class);
    assertThat(counted).isEmpty();
  }

  @Test
  void admitsPeersOnThisMachineOnlyFromThisMachine() {
    assertThat(guard.admits(PEER, peer("127.0.0.1"), LOOPBACK)).isTrue();
    assertThat(guard.admits(PEER, peer("::1"), LOOPBACK)).isTrue();
    assertThat(guard.admits(PEER, peer("127.0.0.1"), FAR)).isFalse();
    assertThat(guard.admits(PEER, peer("127.0.0.1"), null)).isFalse();
    assertThat(guard.admits(PEER, peer("169.254.169.254"), LOOPBACK)).isFalse();
    assertThat(guard.admits(PEER, peer("10.0.0.1"), FAR)).isTrue();
    assertThat(counted).containsExactly("PEER LOOPBACK", "PEER LOOPBACK", "PEER METADATA");
  }

  @Test
  void admitsOnlyPeersThatTakeTlsWhereEncryptionIsRequired() {
    OutgoingGuard required = guard(OutgoingRules.strict().encrypting(true));

    assertThat(required.admits(PEER.takingTls(), peer("10.0.0.1"), FAR)).isTrue();
    assertThat(required.admits(PEER, peer("10.0.0.1"), FAR)).isFalse();
    assertThat(counted).containsExactly("PEER PLAINTEXT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0x7f.1", "::1", "localhost", "LOCALHOST.", "a.localhost"})
  void refusesThisMachineThroughAProxyToo(String host) {
    assertThatThrownBy(() -> guard.checkBehindProxy(OutgoingUse.MANIFEST_URL, host, 80))
        .isInstanceOf(OutgoingRefused.class);
  }

  @Test
  void leavesNamesToTheProxy() {
    assertThatCode(() -> guard.checkBehindProxy(OutgoingUse.MANIFEST_URL, "no.such.invalid", 80))
        .doesNotThrowAnyException();
  }

  @Test
  void countsEachRefusalAndLogsItOncePerTarget() {
    Logger logger = (Logger) LoggerFactory.getLogger(OutgoingGuard.class);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    try {
      for (int i = 0; i < 3; i++) {
        guard.ofTracker(new HostAndPort("127.0.0.1", 9090));
        guard.admits(PEER, new PeerAddress(LOOPBACK, 1 + i), FAR);
      }
    } finally {
      logger.detachAppender(appender);
    }

    assertThat(counted).hasSize(6);
    assertThat(appender.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "127.0.0.1:9090: refused: 127.0.0.1 is a loopback address;"
                + " torrentinno.agent.allow-addresses=127.0.0.1 allows it",
            "peers that 198.51.100.1 names: refused: 127.0.0.1 is a loopback address;"
                + " torrentinno.agent.allow-addresses=127.0.0.1 allows it");
  }

  private OutgoingGuard guard(OutgoingRules rules) {
    return new OutgoingGuard(rules, (use, reason) -> counted.add(use + " " + reason));
  }

  private static PeerAddress peer(String ip) {
    return new PeerAddress(InetAddress.ofLiteral(ip), 6881);
  }
}
