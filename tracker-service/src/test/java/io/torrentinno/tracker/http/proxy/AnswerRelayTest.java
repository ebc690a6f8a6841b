package io.torrentinno.tracker.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.torrentinno.tracker.testing.LogOf;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswerRelayTest implements ControlPlaneProxy.Caller {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final EmbeddedChannel server = new EmbeddedChannel(new AnswerRelay(channel, this));
  private @Nullable RuntimeException fault;
  private int unanswered;

  @AfterEach
  void close() {
    server.finishAndReleaseAll();
    channel.finishAndReleaseAll();
  }

  @Test
  void logsAFaultOfItsOwnOnce() {
    fault = new IllegalStateException("for this test");
    try (LogOf log = new LogOf(AnswerRelay.class)) {
      server.writeInbound(Unpooled.copyLong(1));

      assertThat(log.lines())
          .isEqualTo(List.of("ERROR An answer of the control plane could not be passed on"));
    }
    assertThat(server.isOpen()).isFalse();
  }

  @Test
  void logsNoErrorWhenTheControlPlaneBreaksItsConnection() {
    try (LogOf log = new LogOf(AnswerRelay.class)) {
      server.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));

      assertThat(log.lines()).hasSize(1).allMatch(line -> line.startsWith("DEBUG"));
    }
    assertThat(server.isOpen()).isFalse();
    assertThat(unanswered).isEqualTo(1);
  }

  @Override
  public void isAnsweredBy(Channel answering) {
    throw new AssertionError("the relay is there already");
  }

  @Override
  public void hasMore() {
    if (fault != null) {
      throw fault;
    }
  }

  @Override
  public void isNotAnswered() {
    unanswered++;
  }
}
