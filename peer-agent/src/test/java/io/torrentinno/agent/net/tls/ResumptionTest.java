package io.torrentinno.agent.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A caller that would resume the session of an earlier connection. */
class ResumptionTest {
  private final TestAuthority authority = new TestAuthority("swarm");
  private final Credentials credentials = authority.credentials(authority.issue("node-1"));

  @ParameterizedTest
  @EnumSource(
      value = TlsEngine.class,
      names = {"OPENSSL", "JDK"})
  void doesNotLetInACertificateThatHasExpiredSince(TlsEngine engine) throws Exception {
    try (PeerTls tls = PeerTls.of(EncryptionMode.REQUIRED, engine, credentials)) {
      assertThat(letsIn(tls, TlsSockets.context(authority.issue("node-2")))).isTrue(); // Slow.
      Instant until = Instant.now().plusSeconds(3);
      SSLContext caller = TlsSockets.context(authority.issue("node-3", until));
      assertThat(letsIn(tls, caller)).isTrue();

      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> Instant.now().isAfter(until.plusSeconds(1)));

      assertThat(letsIn(tls, caller)).isFalse();
      assertThat(tls.failures(TlsFailure.EXPIRED)).isEqualTo(1);
      assertThat(tls.passed()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsEngine.class,
      names = {"OPENSSL", "JDK"})
  void resumesNoSession(TlsEngine engine) throws Exception {
    CountingTrust trust = new CountingTrust();
    SSLContext caller = TlsSockets.context(authority.issue("node-2"), trust);
    try (PeerTls tls = PeerTls.of(EncryptionMode.REQUIRED, engine, credentials)) {
      assertThat(letsIn(tls, caller)).isTrue();
      assertThat(letsIn(tls, caller)).isTrue();

      assertThat(trust.checks).as("a certificate is shown each time").isEqualTo(2);
    }
  }

  private static boolean letsIn(PeerTls tls, SSLContext caller) {
    EmbeddedChannel agent = new EmbeddedChannel();
    agent.pipeline().addLast(tls.handler(agent, false));
    SSLEngine engine = caller.createSSLEngine("agent", 1); // It resumes sessions with one name.
    engine.setUseClientMode(true);
    EmbeddedChannel client = new EmbeddedChannel(new SslHandler(engine));
    try {
      boolean moved = true;
      while (moved) {
        moved = move(client, agent);
        moved = move(agent, client) || moved;
      }
      return agent.isOpen() && PeerTls.of(agent).encrypted();
    } catch (DecoderException refused) {
      return false;
    } finally {
      agent.close();
      client.close();
      release(agent);
      release(client);
    }
  }

  private static void release(EmbeddedChannel channel) {
    try {
      channel.finishAndReleaseAll();
    } catch (DecoderException refused) {
      assertThat(channel.isOpen()).isFalse();
    }
  }

  private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
    from.runPendingTasks();
    boolean moved = false;
    for (ByteBuf out = from.readOutbound(); out != null; out = from.readOutbound()) {
      moved = true;
      if (to.isOpen()) {
        to.writeInbound(out);
      } else {
        out.release();
      }
    }
    return moved;
  }

  /** Trusts everybody. */
  private static final class CountingTrust implements X509TrustManager {
    int checks;

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      checks++;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
