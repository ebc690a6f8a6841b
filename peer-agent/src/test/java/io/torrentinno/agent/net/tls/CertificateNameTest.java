package io.torrentinno.agent.net.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CertificateNameTest {
  private final TestAuthority authority = new TestAuthority("swarm");

  @Test
  void isTheCommonName() {
    assertThat(nameOf("node-1")).isEqualTo("node-1");
    assertThat(nameOf("node-1,O=Example")).isEqualTo("node-1");
  }

  @Test
  void hasOnlyVisibleCharacters() {
    assertThat(nameOf("a\\0Ab\\1B[31mc\u202Ed")).isEqualTo("a?b?[31mc?d");
  }

  @Test
  void isShort() {
    assertThat(nameOf("x".repeat(300))).isEqualTo("x".repeat(64));
  }

  @Test
  void isTheFirstAlternativeNameWithoutACommonName() {
    assertThat(CertificateName.of(authority.issueTo("O=Example", "node-7.example").certificate()))
        .isEqualTo("node-7.example");
    assertThat(CertificateName.of(authority.issueTo("O=Example", null).certificate()))
        .startsWith("serial ");
  }

  private String nameOf(String commonName) {
    return CertificateName.of(authority.issue(commonName).certificate());
  }
}
