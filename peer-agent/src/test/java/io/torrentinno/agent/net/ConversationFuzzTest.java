package io.torrentinno.agent.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever a stranger sends, from the handshake on. The first byte of an input says how many bytes
 * come at a time, 0 that all come at once; the others choose what comes ({@link StrangerScript}).
 */
class ConversationFuzzTest {
  private static final int CONVERSATIONS = 400;

  @FuzzTest(maxDuration = "300s")
  void answersTheSameHoweverTheBytesAreCut(byte[] input) {
    if (input.length < 2) {
      return;
    }
    byte[] choices = new byte[input.length - 1];
    System.arraycopy(input, 1, choices, 0, choices.length);
    byte[] sent = StrangerScript.of(choices);

    String whole = answers(sent, Math.max(1, sent.length));
    String cut = answers(sent, Math.max(1, input[0] & 0xFF));

    assertThat(cut).isEqualTo(whole);
  }

  /** The short form: the same with inputs that a seed chooses. */
  @Test
  void answersTheSameHoweverRandomConversationsAreCut() {
    for (int seed = 0; seed < CONVERSATIONS; seed++) {
      Random random = new Random(seed);
      byte[] input = new byte[2 + random.nextInt(200)];
      random.nextBytes(input);
      try {
        answersTheSameHoweverTheBytesAreCut(input);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("with seed " + seed, e);
      }
    }
  }

  private static String answers(byte[] sent, int step) {
    try (Conversation conversation = new Conversation()) {
      for (int at = 0; at < sent.length; at += step) {
        conversation.send(sent, at, Math.min(step, sent.length - at));
      }
      return conversation.answers();
    }
  }
}
