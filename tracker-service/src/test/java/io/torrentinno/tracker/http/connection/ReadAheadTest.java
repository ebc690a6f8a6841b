package io.torrentinno.tracker.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.torrentinno.tracker.gateway.AddressRates;
import io.torrentinno.tracker.gateway.Gateways;
import io.torrentinno.tracker.gateway.PublicAddresses.Policy;
import io.torrentinno.tracker.gateway.TrustedProxies;
import io.torrentinno.tracker.http.endpoints.HttpServices;
import io.torrentinno.tracker.http.message.Surface;
import io.torrentinno.tracker.http.proxy.ConnectionQuota;
import io.torrentinno.tracker.http.proxy.ControlPlaneProxy;
import io.torrentinno.tracker.loops.EventLoops;
import io.torrentinno.tracker.store.PromisedStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much a connection reads while the store has not answered yet. */
class ReadAheadTest {
  private static final String GET =
      """
      GET /announce?info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=bbbbbbbbbbbbbbbbbbbb&port=1 HTTP/1.1\r
      Host: x\r
      \r
      """;

  private final PromisedStore store = new PromisedStore();
  private final EventLoops eventLoops = new EventLoops(1);
  private final DuplexEmbeddedChannel channel = new DuplexEmbeddedChannel();

  ReadAheadTest() {
    ControlPlaneProxy nowhere =
        new ControlPlaneProxy(
            eventLoops,
            () -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            new ConnectionQuota(1, 1));
    HttpServices services =
        new HttpServices(
            Gateways.of(store, Policy.TRUST, AddressRates.Limit.NONE, new SimpleMeterRegistry()),
            new TrustedProxies(List.of()));
    channel
        .pipeline()
        .addLast(
            new HttpConnection(
                services, new Connections(HttpLimits.ofThisMachine(), nowhere), Surface.ALL));
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
    eventLoops.close();
  }

  @Test
  void readsOnForACallerThatWaitsForEachAnswer() {
    send(GET);
    assertThat(channel.config().isAutoRead()).isTrue();

    answer();

    assertThat(answers()).isOne();
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void stopsReadingForACallerThatDoesNotWaitForAnswers() {
    send(GET);
    send(GET + GET);
    assertThat(channel.config().isAutoRead()).isFalse();

    answer();
    answer();
    assertThat(channel.config().isAutoRead()).isFalse();
    answer();

    assertThat(answers()).isEqualTo(3);
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  private void send(String request) {
    channel.writeInbound(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
  }

  private void answer() {
    store.answerAnnounce(1);
    channel.runPendingTasks();
  }

  private int answers() {
    int count = 0;
    for (ByteBuf answer = channel.readOutbound(); answer != null; answer = channel.readOutbound()) {
      count += answer.toString(StandardCharsets.US_ASCII).split("HTTP/1.1 200", -1).length - 1;
      answer.release();
    }
    return count;
  }
}
