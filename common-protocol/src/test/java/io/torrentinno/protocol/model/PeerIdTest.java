package io.torrentinno.protocol.model;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PeerIdTest {
  @Test
  void ofOursBeginsWithTheVersionAndSpeaksTi2() {
    PeerId id = PeerId.random(new SplittableRandom(1));

    assertThat(id.value().toBytes()).startsWith("-TI0200-".getBytes(US_ASCII));
    assertThat(id.takesTls()).isFalse();
    assertThat(id.speaksTi2()).isTrue();
  }

  @Test
  void saysWithTheSameLastBytesThatThePeerTakesTls() {
    PeerId id = PeerId.random(new SplittableRandom(1));

    PeerId encrypting = id.takingTls();

    assertThat(encrypting.takesTls()).isTrue();
    assertThat(encrypting.speaksTi2()).isTrue();
    assertThat(encrypting.value().toBytes()).startsWith("-TI0201-".getBytes(US_ASCII));
    assertThat(encrypting.toString().substring(16)).isEqualTo(id.toString().substring(16));
  }

  @Test
  void isAnotherEachTime() {
    SplittableRandom random = new SplittableRandom(1);

    assertThat(PeerId.random(random)).isNotEqualTo(PeerId.random(random));
  }

  @Test
  void speaksTi2WhateverTheMinorVersion() {
    assertThat(withPrefix("-TI0299-").speaksTi2()).isTrue();
    assertThat(withPrefix("-TI0200x").speaksTi2()).isTrue();
  }

  @Test
  void speaksTi1WhenItBeginsWithAnythingElse() {
    assertThat(withPrefix("-TI0100-").speaksTi2()).isFalse();
    assertThat(withPrefix("-TI0300-").speaksTi2()).isFalse();
    assertThat(withPrefix("xTI0200-").speaksTi2()).isFalse();
    assertThat(PeerId.parse("00".repeat(32)).speaksTi2()).isFalse();
  }

  @Test
  void ordersAsUnsignedBytes() {
    PeerId low = PeerId.parse("7f" + "ff".repeat(31));
    PeerId high = PeerId.parse("80" + "00".repeat(31));

    assertThat(low).isLessThan(high);
  }

  @Test
  void mayConnectToAnyTi2PeerButOfTi1PeersOnlyToGreaterOnes() {
    PeerId small = PeerId.parse("00".repeat(32));
    PeerId great = PeerId.parse("ff".repeat(32));
    PeerId one = withPrefix("-TI0200-a");
    PeerId other = withPrefix("-TI0200-b");

    assertThat(one.mayConnectTo(other)).isTrue();
    assertThat(other.mayConnectTo(one)).isTrue();
    assertThat(one.mayConnectTo(great)).isTrue();
    assertThat(one.mayConnectTo(small)).isFalse();
    assertThat(small.mayConnectTo(one)).isTrue();
    assertThat(great.mayConnectTo(one)).isFalse();
    assertThat(small.mayConnectTo(great)).isTrue();
    assertThat(great.mayConnectTo(small)).isFalse();
  }

  private static PeerId withPrefix(String prefix) {
    byte[] bytes = new byte[Bytes32.LENGTH];
    System.arraycopy(prefix.getBytes(US_ASCII), 0, bytes, 0, prefix.length());
    return PeerId.of(bytes, 0);
  }
}
