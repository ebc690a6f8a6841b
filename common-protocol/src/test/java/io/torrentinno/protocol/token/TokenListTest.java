package io.torrentinno.protocol.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenListTest {
  private static final Instant EXPIRY = Instant.parse("2027-01-01T00:00:00Z");

  @Test
  void laterScopesIncludeTheOnesBeforeAndAnnounceStandsAlone() {
    assertThat(Scope.ADMIN.includes(Scope.OPERATE)).isTrue();
    assertThat(Scope.ADMIN.includes(Scope.READ)).isTrue();
    assertThat(Scope.OPERATE.includes(Scope.READ)).isTrue();
    assertThat(Scope.READ.includes(Scope.OPERATE)).isFalse();
    assertThat(Scope.OPERATE.includes(Scope.ADMIN)).isFalse();
    assertThat(Scope.ADMIN.includes(Scope.ANNOUNCE)).isFalse();
    assertThat(Scope.ANNOUNCE.includes(Scope.READ)).isFalse();
    assertThat(Scope.ANNOUNCE.includes(Scope.ANNOUNCE)).isTrue();
  }

  @Test
  void knowsEachOfItsTokensAndNoOther() throws Exception {
    SecureRandom random = new SecureRandom();
    StringBuilder file = new StringBuilder();
    String[] texts = new String[50];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = TokenText.create(random);
      file.append("n" + i + " operate,announce never " + TokenText.hash(texts[i]) + "\n");
    }
    TokenList list = TokenReader.read(file.toString().getBytes(StandardCharsets.UTF_8));

    for (int i = 0; i < texts.length; i++) {
      assertThat(list.check(texts[i], EXPIRY))
          .isEqualTo(new TokenCheck.Valid(list.tokens().get(i)));
      assertThat(list.check(texts[i].toLowerCase(Locale.ROOT), EXPIRY))
          .isEqualTo(new TokenCheck.Unknown());
    }
    assertThat(list.check(TokenText.create(random), EXPIRY)).isEqualTo(new TokenCheck.Unknown());
    assertThat(list.check("", EXPIRY)).isEqualTo(new TokenCheck.Unknown());
    assertThat(list.tokens().getFirst().allows(Scope.ANNOUNCE)).isTrue();
    assertThat(list.tokens().getFirst().allows(Scope.READ)).isTrue();
    assertThat(list.tokens().getFirst().allows(Scope.ADMIN)).isFalse();
  }

  @Test
  void refusesExpiredTokens() throws Exception {
    String text = TokenText.create(new SecureRandom());
    String line = "a read " + EXPIRY + " " + TokenText.hash(text);
    TokenList list = TokenReader.read(line.getBytes(StandardCharsets.UTF_8));

    Token token = list.tokens().getFirst();
    assertThat(list.check(text, EXPIRY.minusNanos(1))).isEqualTo(new TokenCheck.Valid(token));
    assertThat(list.check(text, EXPIRY)).isEqualTo(new TokenCheck.Expired(token));
  }

  @Test
  void makesTokensThatDifferAndHaveTheForm() {
    SecureRandom random = new SecureRandom();
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      texts.add(TokenText.create(random));
    }
    assertThat(texts).hasSize(100).allMatch(TokenText::isWellFormed);
    assertThat(TokenText.isWellFormed("ti_" + "A".repeat(42) + "=")).isFalse();
    assertThat(TokenText.isWellFormed("xx_" + "A".repeat(43))).isFalse();
  }
}
