package io.torrentinno.agent.api.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnknownNameTest {
  private static final List<String> KNOWN = List.of("name", "destination", "only");

  @Test
  void suggestsTheNearestName() {
    assertThat(UnknownName.message("parameter", "nmae", KNOWN))
        .isEqualTo(
            "this call has no parameter nmae; did you mean name? (it has: destination, name, only)");
    assertThat(UnknownName.message("field", "Destination", KNOWN))
        .contains("did you mean destination?");
  }

  @Test
  void listsTheNamesWhenNoneIsNear() {
    assertThat(UnknownName.message("parameter", "to", KNOWN))
        .isEqualTo("this call has no parameter to (it has: destination, name, only)");
    assertThat(UnknownName.message("parameter", "to", List.of()))
        .isEqualTo("this call has no parameter to");
  }

  @Test
  void cutsLongNames() {
    assertThat(UnknownName.message("field", "x".repeat(100_000), KNOWN)).hasSizeLessThan(300);
  }
}
