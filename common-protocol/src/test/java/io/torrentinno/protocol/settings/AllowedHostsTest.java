package io.torrentinno.protocol.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AllowedHostsTest {
  @Test
  void allowsAnyNameWhenTold() {
    AllowedHosts any = new AllowedHosts(List.of("*"));

    assertThat(any.allows("anything.example")).isTrue();
    assertThat(any.names("anything.example")).isFalse();
  }

  @Test
  void allowsNoEmptyName() {
    assertThat(new AllowedHosts(List.of()).allows("")).isFalse();
  }
}
