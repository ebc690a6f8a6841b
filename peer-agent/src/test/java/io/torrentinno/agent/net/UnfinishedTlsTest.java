package io.torrentinno.agent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.concurrent.EventExecutor;
import io.torrentinno.agent.net.admission.Admission;
import io.torrentinno.agent.net.admission.ConnectionLimits;
import io.torrentinno.agent.net.tls.EncryptionMode;
import io.torrentinno.agent.net.tls.OwnCertificate;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.net.tls.TlsEngine;
import io.torrentinno.agent.net.tls.TlsFailure;
import io.torrentinno.agent.net.tls.TlsSockets;
import io.torrentinno.protocol.model.PeerId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real sockets of strangers that begin with TLS, and do not end its handshake. */
class UnfinishedTlsTest {
  private static final PeerId SELF = PeerId.random(new Random(1)).takingTls();
  private static final int PENDING = 4;

  /** The head of a TLS record of 512 bytes. */
  private static final byte[] HEAD = {0x16, 3, 1, 2, 0};

  private final Admission admission = new Admission(new ConnectionLimits(20, 20, PENDING));
  private final Transport transport = new Transport(1);
  private final List<AutoCloseable> open = new ArrayList<>();
  private @Nullable PeerTls tls;
  private @Nullable PeerListener listener;

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    transport.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsEngine.class,
      names = {"OPENSSL", "JDK"})
  void closesAStrangerThatSaysNothingMore(TlsEngine engine) throws Exception {
    Duration time = Duration.ofMillis(300);
    listen(engine, time);
    long begin = System.nanoTime();

    Socket stranger = begin();

    assertThat(stranger.getInputStream().read()).isNegative();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(time);
    expectNothingLeft();
  }

  /** Each byte would lengthen a limit of idle time. */
  @ParameterizedTest
  @EnumSource(
      value = TlsEngine.class,
      names = {"OPENSSL", "JDK"})
  void closesAStrangerThatSendsByteByByte(TlsEngine engine) throws Exception {
    listen(engine, Duration.ofMillis(300));
    Socket stranger = begin();

    await()
        .atMost(Duration.ofSeconds(10)) // 512 bytes would take 15 s.
        .pollInterval(Duration.ofMillis(30))
        .until(() -> !takesAnotherByte(stranger));

    expectNothingLeft();
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsEngine.class,
      names = {"OPENSSL", "JDK"})
  void closesTheOldestOfTooManyStrangers(TlsEngine engine) throws Exception {
    listen(engine, Duration.ofHours(1));
    List<Socket> strangers = new ArrayList<>();
    for (int i = 0; i < PENDING; i++) {
      strangers.add(begin());
      int expected = i + 1;
      await().until(() -> admission.pending() == expected);
    }

    try (SSLSocket honest = TlsSockets.connect(listener().port(), null)) {
      honest.startHandshake();
      await().until(() -> tls().passed() == 1);

      assertThat(strangers.getFirst().getInputStream().read()).isNegative();
      assertThat(admission.pending()).isEqualTo(PENDING);
      assertThat(admission.refused()).isEqualTo(1);
      assertThat(admission.established()).isZero();
    }
  }

  /** A loop of Netty that learns of its end while it runs a task does not close its channels. */
  @ParameterizedTest
  @EnumSource(
      value = TlsEngine.class,
      names = {"OPENSSL", "JDK"})
  void closesStrangersWhenItEndsWhileTheirLoopIsBusy(TlsEngine engine) throws Exception {
    listen(engine, Duration.ofHours(1));
    Socket stranger = begin();
    await().until(() -> admission.pending() == 1);
    EventExecutor loop = transport.handshakeLoop().next();
    CountDownLatch busy = new CountDownLatch(1);
    loop.execute(() -> {
      busy.countDown();
      long end = System.nanoTime() + Duration.ofMillis(300).toNanos();
      while (!loop.isShuttingDown() && System.nanoTime() - end < 0) {
        Thread.onSpinWait();
      }
    });
    assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();

    transport.close();

    assertThat(stranger.getInputStream().read()).isNegative();
    expectNothingLeft();
  }

  private void listen(TlsEngine engine, Duration handshakeTime) throws Exception {
    PeerTls made = PeerTls.of(EncryptionMode.REQUIRED, engine, OwnCertificate.make());
    open.add(made);
    tls = made;
    ConnectionRules rules = new ConnectionRules(SELF, admission, made, handshakeTime);
    PeerListener bound =
        PeerListener.bind(
            transport,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            rules,
            _ -> null);
    open.add(bound);
    listener = bound;
  }

  private Socket begin() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener().port());
    open.add(socket);
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(HEAD);
    return socket;
  }

  private static boolean takesAnotherByte(Socket socket) {
    try {
      socket.getOutputStream().write(0);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  private void expectNothingLeft() {
    await().until(() -> tls().failures(TlsFailure.ENDED) == 1);
    await().until(() -> admission.pending() == 0);
    assertThat(tls().passed()).isZero();
  }

  private PeerTls tls() {
    return Objects.requireNonNull(tls);
  }

  private PeerListener listener() {
    return Objects.requireNonNull(listener);
  }
}
