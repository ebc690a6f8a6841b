package io.torrentinno.system.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PieceCorrupterTest {
  private static final String ID = "11".repeat(32);
  private static final String FRAMES_BEFORE = "00000000" + "0000000110" + "00000003030102";
  private static final String BLOCK_HEADER = "0000001102" + "00000001" + "00000000" + "00000004";

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void flipsTheFirstByteOfEachBlock(int step) throws IOException {
    byte[] sent = stream(ID, "00010203");

    byte[] carried = carry(sent, step);

    assertThat(carried).isEqualTo(stream(ID, "ff010203"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000})
  void leavesOtherPeersAlone(int step) throws IOException {
    byte[] sent = stream("22".repeat(32), "00010203");

    assertThat(carry(sent, step)).isEqualTo(sent);
  }

  private static byte[] stream(String peerId, String block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBytes("TorrentInno");
    String twoBlocks = BLOCK_HEADER + block + BLOCK_HEADER + block;
    out.write(HexFormat.of().parseHex(peerId + "33".repeat(32) + FRAMES_BEFORE + twoBlocks));
    return bytes.toByteArray();
  }

  private static byte[] carry(byte[] sent, int step) {
    PieceCorrupter corrupter = new PieceCorrupter(ID::equals);
    ByteArrayOutputStream carried = new ByteArrayOutputStream();
    for (int from = 0; from < sent.length; from += step) {
      byte[] part = Arrays.copyOfRange(sent, from, Math.min(sent.length, from + step));
      corrupter.meddle(part, part.length);
      carried.writeBytes(part);
    }
    return carried.toByteArray();
  }
}
