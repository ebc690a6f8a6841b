package io.torrentinno.protocol.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Any bytes, read as a token file. */
class TokenReaderFuzzTest {

  @FuzzTest(maxDuration = "30s")
  void readsWhatItCanWriteAgainAndNamesTheFaultOtherwise(byte[] bytes) throws Exception {
    TokenList list;
    try {
      list = TokenReader.read(bytes);
    } catch (TokenFileException e) {
      assertThat(e.getMessage()).isNotEmpty();
      return;
    }

    String text = list.tokens().stream().map(Token::line).collect(Collectors.joining("\n"));
    assertThat(TokenReader.read(text.getBytes(StandardCharsets.UTF_8)).tokens())
        .isEqualTo(list.tokens());
  }
}
