package io.torrentinno.agent.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.cli.CommandLineTool;
import io.torrentinno.protocol.token.Scope;
import io.torrentinno.protocol.token.TokenCheck;
import io.torrentinno.protocol.token.TokenFile;
import io.torrentinno.protocol.token.TokenText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsANewTokenOnceAndStoresItsHash() throws Exception {
    assertThat(run("create", "--scope", "operate,announce", "--name", "alice")).isZero();

    String text = out.toString().strip();
    assertThat(text).matches(TokenText::isWellFormed);
    assertThat(err.toString()).contains("alice (operate,announce)").doesNotContain(text);
    Path file = folder.resolve(".torrentinno/tokens");
    assertThat(Files.readString(file)).doesNotContain(text);
    assertThat(new TokenFile(file).read().check(text, Instant.now()))
        .isInstanceOfSatisfying(
            TokenCheck.Valid.class, it -> assertThat(it.token().allows(Scope.ANNOUNCE)).isTrue());
  }

  @Test
  void givesTokensNamesAndExpiries() throws Exception {
    run("create", "--scope=read", "--expires=90d");
    run("create", "--scope=read", "--expires=2030-01-31T00:00:00Z");

    assertThat(new TokenFile(folder.resolve(".torrentinno/tokens")).read().tokens())
        .satisfiesExactly(
            first -> {
              assertThat(first.name()).isEqualTo("read-1");
              assertThat(first.isExpired(Instant.now().plus(Duration.ofDays(89)))).isFalse();
              assertThat(first.isExpired(Instant.now().plus(Duration.ofDays(91)))).isTrue();
            },
            second -> {
              assertThat(second.name()).isEqualTo("read-2");
              assertThat(second.expiry()).isEqualTo("2030-01-31T00:00:00Z");
            });
  }

  @Test
  void listsAndRevokesTokens() {
    run("create", "--scope=admin", "--name=bob");

    assertThat(run("list")).isZero();
    assertThat(out.toString()).contains("NAME").containsPattern("bob +admin +never");
    assertThat(run("revoke", "bob")).isZero();
    assertThat(out.toString()).contains("It was the last token");
    assertThat(run("revoke", "bob")).isEqualTo(1);
    assertThat(err.toString()).contains("No token is called bob");
    run("list");
    assertThat(out.toString()).contains("No token is in");
  }

  @Test
  void changesTheFileThatIsNamed() {
    Path file = folder.resolve("of-the-tracker");

    run("create", "--scope=announce", "--file=" + file);

    assertThat(file).isNotEmptyFile();
    assertThat(folder.resolve(".torrentinno")).doesNotExist();
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    assertThat(run("create", "--scope=write")).isEqualTo(2);
    assertThat(err.toString()).contains("not read, operate, admin or announce: write");
    assertThat(run("create", "--scope=read", "--expires=soon")).isEqualTo(2);
    assertThat(err.toString()).contains("not a time such as 90d");
    assertThat(run("create", "--scope=read", "--name=a b")).isEqualTo(1);
    assertThat(err.toString()).contains("a name has 1 to 64 letters");
    assertThat(run("create")).isEqualTo(2);
    run("create", "--scope=read", "--name=a");
    assertThat(run("create", "--scope=read", "--name=a")).isEqualTo(1);
    assertThat(err.toString()).contains("the name a is there twice");
    Files.writeString(folder.resolve(".torrentinno/tokens"), "nonsense");
    assertThat(run("list")).isEqualTo(1);
    assertThat(err.toString()).contains("line 1: expected a name");
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "token";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 1] = "--data-dir=" + folder;
    return CommandLineTool.run(all, new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
