package io.torrentinno.protocol.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.torrentinno.protocol.Golden;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenReaderTest {
  private static final String HASH = "ab".repeat(32);
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

  @Test
  void readsTheGoldenFile() throws Exception {
    TokenList list = read(Golden.text("tokens"));

    assertThat(list.tokens())
        .extracting(Token::name)
        .containsExactly("alice@example.org", "prometheus", "node-1", "old");
    assertThat(list.check("ti_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", NOW))
        .isEqualTo(new TokenCheck.Valid(list.tokens().getFirst()));
    assertThat(list.check("ti_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8", NOW))
        .isEqualTo(new TokenCheck.Valid(list.tokens().get(1)));
  }

  @Test
  void skipsCommentsAndEmptyLines() throws Exception {
    assertThat(read("# who\n\n \t\r\na read never " + HASH + "\r\n").tokens()).hasSize(1);
    assertThat(read("").isEmpty()).isTrue();
  }

  @Test
  void refusesBadLinesAndNamesThem() {
    refuses("\na read never", "line 2: expected a name, scopes, an expiry and a hash, got 3 words");
    refuses("a read never " + HASH + " more", "line 1: expected");
    refuses("a write never " + HASH, "line 1: a scope is read, operate, admin or announce");
    refuses("a read, never " + HASH, "line 1: a scope is");
    refuses("a read tomorrow " + HASH, "line 1: an expiry is never, or a time");
    refuses("a read never " + HASH.substring(1), "line 1: a hash has 64 hex digits");
    refuses("-a read never " + HASH, "line 1: a name has");
    refuses("x".repeat(65) + " read never " + HASH, "line 1: a name has");
    refuses("a\u001b[31m read never " + HASH, "line 1: a name has");
  }

  @Test
  void refusesTwoTokensOfOneNameOrHash() {
    refuses(
        "a read never " + HASH + "\na read never " + "cd".repeat(32),
        "line 2: the name a is there twice");
    refuses("a read never " + HASH + "\nb read never " + HASH, "line 2: the hash is there twice");
  }

  @Test
  void refusesTooMuch() {
    String lines =
        IntStream.rangeClosed(0, TokenList.MAX_TOKENS)
            .mapToObj(i -> "n" + i + " read never " + "%064x".formatted(i))
            .collect(Collectors.joining("\n"));
    refuses(lines, "line 1025: more than 1024 tokens");
    refuses("#".repeat(TokenReader.MAX_BYTES + 1), "has more than 262144 bytes");
  }

  @Test
  void refusesWhatIsNoText() {
    assertThatExceptionOfType(TokenFileException.class)
        .isThrownBy(() -> TokenReader.read(new byte[] {(byte) 0xff}))
        .withMessage("is not UTF-8");
  }

  private static TokenList read(String text) throws TokenFileException {
    return TokenReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void refuses(String text, String message) {
    assertThatExceptionOfType(TokenFileException.class)
        .isThrownBy(() -> read(text))
        .withMessageStartingWith(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(HASH));
  }
}
