package io.torrentinno.protocol.manifest.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathRulesTest {
  private static final List<String> NAMES =
      List.of(
          "", "a", "ab", "b", "\u007f", "é", "\ud7ff", "\ue000", "\uffff", "😀", "😀a", "😁",
          "a😀");

  @Test
  void sortsNamesAsTheBytesOfTheirUtf8() {
    for (String a : NAMES) {
      for (String b : NAMES) {
        assertThat(Integer.signum(PathRules.NAME_ORDER.compare(a, b)))
            .as("%s and %s", a, b)
            .isEqualTo(Integer.signum(Arrays.compareUnsigned(utf8(a), utf8(b))));
      }
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
