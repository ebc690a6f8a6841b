package io.torrentinno.agent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.torrentinno.agent.net.tls.EncryptionMode;
import io.torrentinno.agent.net.tls.OwnCertificate;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.net.tls.TlsEngine;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The conversations of {@link ConversationFuzzTest} under TLS, in short form. */
class EncryptedConversationTest {
  private static final int CONVERSATIONS = 40;

  private static final Map<TlsEngine, PeerTls> agents = new EnumMap<>(TlsEngine.class);
  private static PeerTls stranger;

  @BeforeAll
  static void makeCertificates() throws GeneralSecurityException {
    for (TlsEngine engine : List.of(TlsEngine.OPENSSL, TlsEngine.JDK)) {
      agents.put(engine, PeerTls.of(EncryptionMode.PREFERRED, engine, OwnCertificate.make()));
    }
    stranger = PeerTls.of(EncryptionMode.PREFERRED, TlsEngine.JDK, OwnCertificate.make());
  }

  @AfterAll
  static void release() {
    agents.values().forEach(PeerTls::close);
    stranger.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsEngine.class,
      names = {"OPENSSL", "JDK"})
  void answersTheSameHoweverTheRecordsAreCut(TlsEngine engine) {
    for (int seed = 0; seed < CONVERSATIONS; seed++) {
      Random random = new Random(seed);
      byte[] script = script(random);

      String whole = answers(engine, script, Integer.MAX_VALUE);
      String cut = answers(engine, script, 1 + random.nextInt(2000));

      assertThat(cut).as("with seed %d", seed).isEqualTo(whole);
    }
  }

  /** A damaged record ends the connection, and nothing behind it is read. */
  @ParameterizedTest
  @EnumSource(
      value = TlsEngine.class,
      names = {"OPENSSL", "JDK"})
  void closesAtDamagedRecords(TlsEngine engine) {
    for (int seed = 0; seed < CONVERSATIONS; seed++) {
      Random random = new Random(seed);
      byte[] script = script(random);
      try (Caller caller = new Caller(engine)) {
        byte[] records = caller.encrypt(script);
        records[random.nextInt(records.length)] ^= (byte) (1 << random.nextInt(8));

        caller.send(records, 1 + random.nextInt(5000));
        caller.send(new byte[1 << 15], 1 << 15); // A record that was made longer ends here.

        assertThat(caller.agentIsOpen()).as("with seed %d", seed).isFalse();
      }
    }
  }

  /** What only looks like TLS at its first byte. */
  @ParameterizedTest
  @EnumSource(
      value = TlsEngine.class,
      names = {"OPENSSL", "JDK"})
  void closesAtGarbage(TlsEngine engine) {
    for (int seed = 0; seed < CONVERSATIONS; seed++) {
      byte[] garbage = new byte[1 << 16];
      new Random(seed).nextBytes(garbage);
      garbage[0] = 0x16;
      PeerTls agent = Objects.requireNonNull(agents.get(engine));
      try (Conversation conversation = new Conversation(agent, new FirstByteHandler(agent))) {
        conversation.send(garbage, 0, garbage.length);

        assertThat(conversation.isOpen()).as("with seed %d", seed).isFalse();
      }
    }
  }

  @Test
  void releasesWhatComesWhenTheAgentEnds() throws Exception {
    PeerTls ended = PeerTls.of(EncryptionMode.PREFERRED, TlsEngine.JDK, OwnCertificate.make());
    ended.close();
    ByteBuf first = Unpooled.buffer().writeByte(0x16);
    EmbeddedChannel channel = new EmbeddedChannel(new FirstByteHandler(ended));

    assertThatIllegalStateException().isThrownBy(() -> channel.writeInbound(first));

    assertThat(first.refCnt()).isZero();
    channel.finishAndReleaseAll();
  }

  private static byte[] script(Random random) {
    byte[] choices = new byte[2 + random.nextInt(100)];
    random.nextBytes(choices);
    return StrangerScript.of(choices);
  }

  private static String answers(TlsEngine engine, byte[] script, int step) {
    try (Caller caller = new Caller(engine)) {
      caller.send(caller.encrypt(script), step);
      return caller.answers() + (caller.agentIsOpen() ? " open" : " closed");
    }
  }

  /** A stranger that has passed the TLS handshake with an agent. */
  private static final class Caller implements AutoCloseable {
    private final Conversation conversation;
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();

    Caller(TlsEngine engine) {
      PeerTls agent = Objects.requireNonNull(agents.get(engine));
      conversation = new Conversation(agent, new FirstByteHandler(agent));
      channel.pipeline().addLast(stranger.handler(channel, true));
      exchange();
      assertThat(PeerTls.of(channel).encrypted()).isTrue();
    }

    /** Passes on all that either side sends, until neither sends more. */
    private void exchange() {
      boolean moved = true;
      while (moved) {
        byte[] called = take();
        send(called, Integer.MAX_VALUE);
        moved = called.length > 0;
        for (ByteBuf sent = conversation.sent(); sent != null; sent = conversation.sent()) {
          receive(sent);
          moved = true;
        }
      }
    }

    /** The connection may be closed by an alert, and more can follow. */
    private void receive(ByteBuf sent) {
      if (!channel.isOpen()) {
        sent.release();
        assertThat(conversation.isOpen()).isFalse();
        return;
      }
      try {
        channel.writeInbound(sent);
      } catch (DecoderException alert) {
        assertThat(conversation.isOpen()).isFalse();
      }
      for (ByteBuf plain = channel.readInbound(); plain != null; plain = channel.readInbound()) {
        answers.writeBytes(ByteBufUtil.getBytes(plain));
        plain.release();
      }
    }

    byte[] encrypt(byte[] plain) {
      channel.writeOutbound(Unpooled.wrappedBuffer(plain));
      return take();
    }

    private byte[] take() {
      ByteArrayOutputStream taken = new ByteArrayOutputStream();
      channel.runPendingTasks();
      for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
        taken.writeBytes(ByteBufUtil.getBytes(out));
        out.release();
      }
      return taken.toByteArray();
    }

    void send(byte[] bytes, int step) {
      for (int at = 0; at < bytes.length; at += Math.min(step, bytes.length - at)) {
        byte[] part = Arrays.copyOfRange(bytes, at, at + Math.min(step, bytes.length - at));
        conversation.send(part, 0, part.length);
      }
    }

    String answers() {
      exchange();
      return HexFormat.of().formatHex(answers.toByteArray());
    }

    boolean agentIsOpen() {
      return conversation.isOpen();
    }

    @Override
    public void close() {
      exchange();
      conversation.close();
      channel.finishAndReleaseAll();
    }
  }
}
