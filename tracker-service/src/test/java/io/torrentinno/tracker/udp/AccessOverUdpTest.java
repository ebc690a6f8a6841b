package io.torrentinno.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.tracker.gateway.AnnounceAccess.Verdict;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tracker that serves only callers with tokens. The path of the URL has the token (BEP 41). */
class AccessOverUdpTest {
  private static final int URL_DATA = 2;
  private static final int END = 98;

  private final UdpEndpointUnderTest endpoint = new UdpEndpointUnderTest(AccessOverUdpTest::judge);
  private final UdpProbe caller = endpoint.caller();
  private final long connection = caller.connect();

  @AfterEach
  void close() {
    caller.close();
    endpoint.close();
  }

  private static Verdict judge(String token) {
    return switch (token) {
      case "good" -> Verdict.ALLOWED;
      case "reader" -> Verdict.FORBIDDEN;
      default -> Verdict.UNAUTHORIZED;
    };
  }

  private ByteBuffer announce(String... urlData) {
    byte[] packet = UdpProbe.bytes(UdpProbe.announce(connection, "swarm", "peer", 1));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(packet);
    for (String part : urlData) {
      byte[] bytes = part.getBytes(StandardCharsets.US_ASCII);
      out.write(URL_DATA);
      out.write(bytes.length);
      out.writeBytes(bytes);
    }
    return caller.ask(out.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({"/good/announce", "/good/", "/good/announce?x=/y"})
  void servesACallerWhosePathHasAToken(String path) {
    assertThat(announce(path).getInt(0)).isEqualTo(Actions.ANNOUNCE);
  }

  @Test
  void readsAPathThatIsInSeveralOptions() {
    assertThat(announce("/go", "od/announce").getInt(0)).isEqualTo(Actions.ANNOUNCE);
  }

  @ParameterizedTest
  @CsvSource({"/announce", "/wrong/announce", "good/announce", "/good", "?good"})
  void refusesACallerWithoutAToken(String path) {
    assertThat(UdpProbe.error(announce(path))).contains("no valid token");
  }

  @Test
  void refusesACallerWithoutOptions() {
    assertThat(UdpProbe.error(announce())).contains("no valid token");
    assertThat(denied("unauthorized")).isOne();
  }

  @Test
  void refusesATokenWithoutTheScope() {
    assertThat(UdpProbe.error(announce("/reader/announce"))).contains("lacks the scope");
    assertThat(denied("forbidden")).isOne();
  }

  @Test
  void refusesAPathThatIsCutOff() {
    byte[] packet = UdpProbe.bytes(UdpProbe.announce(connection, "swarm", "peer", 1));
    packet = Arrays.copyOf(packet, END + 8);
    packet[END] = URL_DATA;
    packet[END + 1] = 9;

    assertThat(UdpProbe.error(caller.ask(packet))).contains("no valid token");
  }

  /** BEP 41 has no options for scrapes. */
  @Test
  void refusesAllScrapes() {
    ByteBuffer scrape = UdpProbe.request(connection, Actions.SCRAPE, 20);

    assertThat(UdpProbe.error(caller.ask(scrape))).contains("use HTTP");
  }

  private double denied(String reason) {
    return endpoint
        .metrics
        .get("torrentinno.tracker.denied")
        .tags("protocol", "udp", "reason", reason)
        .counter()
        .count();
  }
}
