package io.torrentinno.protocol.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.torrentinno.protocol.model.Bytes32;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
  @TempDir private Path folder;

  private final AtomicLong clock = new AtomicLong();
  private final List<String> faults = new ArrayList<>();

  @Test
  void makesAFileThatOnlyItsOwnerReads() throws Exception {
    Path path = folder.resolve("tokens");
    new TokenFile(path).add(token("a", 1));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    assertThat(new TokenFile(path).read().tokens()).containsExactly(token("a", 1));
  }

  @Test
  void addsAndRemovesLinesAndKeepsComments() throws Exception {
    Path path = folder.resolve("tokens");
    Files.writeString(path, "# ours\rb admin never " + "22".repeat(32));
    TokenFile file = new TokenFile(path);

    file.add(token("a", 1));
    file.add(token("b", 2));
    assertThat(file.remove("a")).isTrue();
    assertThat(file.remove("a")).isFalse();

    assertThat(Files.readString(path))
        .isEqualTo("# ours\rb admin never " + "22".repeat(32) + "\n" + token("b", 2).line() + "\n");
  }

  @Test
  void refusesTheNameOfAnotherToken() throws Exception {
    Path path = folder.resolve("tokens");
    TokenFile file = new TokenFile(path);
    file.add(token("a", 1));

    assertThatExceptionOfType(TokenFileException.class)
        .isThrownBy(() -> file.add(token("a", 2)))
        .withMessageContaining("the name a is there twice");
    assertThat(file.read().tokens()).containsExactly(token("a", 1));
  }

  @Test
  void writesThroughALinkAndOverWhatABrokenChangeLeft() throws Exception {
    Path real = folder.resolve("real");
    Files.writeString(real, "");
    Files.writeString(folder.resolve("real.new"), "half");
    Path link = Files.createSymbolicLink(folder.resolve("tokens"), real);

    new TokenFile(link).add(token("a", 1));

    assertThat(link).isSymbolicLink();
    assertThat(new TokenFile(real).read().tokens()).hasSize(1);
    assertThat(folder.resolve("real.new")).doesNotExist();
  }

  @Test
  void readsAChangedFileAgainAfterASecond() throws Exception {
    Path path = folder.resolve("tokens");
    LiveTokens live = live(path);
    assertThat(live.refreshed().isEmpty()).isTrue();

    new TokenFile(path).add(token("a", 1));
    clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
    assertThat(live.refreshed().isEmpty()).isTrue();
    clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
    assertThat(live.refreshed().tokens()).containsExactly(token("a", 1));
    assertThat(live.current()).isSameAs(live.refreshed());

    new TokenFile(path).remove("a");
    letASecondPass();
    assertThat(live.refreshed().isEmpty()).isTrue();
  }

  @Test
  void keepsTheTokensWhenTheChangedFileIsBadAndSaysSoOnce() throws Exception {
    Path path = folder.resolve("tokens");
    LiveTokens live = liveOfOneToken(path);

    Files.writeString(path, "nonsense");
    for (int i = 0; i < 3; i++) {
      letASecondPass();
      assertThat(live.refreshed().tokens()).containsExactly(token("a", 1));
    }
    assertThat(faults).singleElement().asString().contains("line 1").contains("stay valid");

    Files.writeString(path, token("b", 2).line());
    letASecondPass();
    assertThat(live.refreshed().tokens()).containsExactly(token("b", 2));
  }

  @Test
  void saysOnceThatTheFileCannotBeLookedAt() throws Exception {
    Path inside = Files.createDirectory(folder.resolve("inside"));
    Path path = inside.resolve("tokens");
    LiveTokens live = liveOfOneToken(path);

    for (int i = 0; i < 2; i++) {
      Path away = Files.move(inside, folder.resolve("away"));
      Files.writeString(inside, "no folder");
      for (int look = 0; look < 3; look++) {
        letASecondPass();
        assertThat(live.refreshed().tokens()).containsExactly(token("a", 1));
      }
      Files.delete(inside);
      Files.move(away, inside);
      letASecondPass();
      assertThat(live.refreshed().tokens()).containsExactly(token("a", 1));
      assertThat(faults).hasSize(1 + i);
    }
  }

  /** Size, inode and time of the content stay the same. */
  @Test
  void readsAFileAgainWhoseOwnerOrPermissionsMayHaveChanged() throws Exception {
    Path path = folder.resolve("tokens");
    LiveTokens live = liveOfOneToken(path);
    FileTime time = Files.getLastModifiedTime(path);

    Files.writeString(path, Files.readString(path).replace("a ", "b "));
    Files.setLastModifiedTime(path, time);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));

    letASecondPass();
    assertThat(live.refreshed().tokens()).containsExactly(token("b", 1));
  }

  /** Root may read every file, so this shows most when another user runs it. */
  @Test
  void readsAFileAsSoonAsItMayBeReadAgain() throws Exception {
    Path path = folder.resolve("tokens");
    LiveTokens live = liveOfOneToken(path);

    Files.writeString(path, token("b", 2).line());
    Files.setPosixFilePermissions(path, Set.of());
    letASecondPass();
    assertThat(live.refreshed().tokens())
        .containsExactly(Files.isReadable(path) ? token("b", 2) : token("a", 1));
    assertThat(faults).hasSize(Files.isReadable(path) ? 0 : 1);

    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    letASecondPass();
    assertThat(live.refreshed().tokens()).containsExactly(token("b", 2));
  }

  @Test
  void keepsTheTokensOfAFileThatIsGone() throws Exception {
    Path path = folder.resolve("tokens");
    LiveTokens live = liveOfOneToken(path);

    Files.delete(path);
    for (int look = 0; look < 3; look++) {
      letASecondPass();
      assertThat(live.refreshed().tokens()).containsExactly(token("a", 1));
    }
    assertThat(faults).singleElement().asString().contains("gone").contains("stay valid");

    Files.writeString(path, "");
    letASecondPass();
    assertThat(live.refreshed().isEmpty()).isTrue();
  }

  @Test
  void doesNotStartWithABadFile() throws Exception {
    Path path = folder.resolve("tokens");
    Files.writeString(path, "nonsense");

    assertThatExceptionOfType(TokenFileException.class).isThrownBy(() -> live(path));
  }

  private LiveTokens liveOfOneToken(Path path) throws Exception {
    new TokenFile(path).add(token("a", 1));
    return live(path);
  }

  private void letASecondPass() {
    clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
  }

  private LiveTokens live(Path path) throws IOException {
    return new LiveTokens(path, clock::get, faults::add);
  }

  private static Token token(String name, long hash) {
    return new Token(name, Set.of(Scope.READ), Instant.MAX, new Bytes32(0, 0, 0, hash));
  }
}
