package io.torrentinno.agent.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.cli.CommandLineScene;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.selection.FolderPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shared: files and folders, from their places or as uploads. */
class ShareCommandTest extends CommandLineScene {
  @Test
  void sharesSeveralFilesTogether() throws IOException {
    Path one = Files.createDirectories(folder.resolve("a/one"));
    Path two = Files.writeString(folder.resolve("a/two.txt"), "2");
    Path three = Files.writeString(folder.resolve("a/one/three.txt"), "3");

    succeed("share", "--together", three.toString(), two.toString());

    assertThat(agent.shared().file()).isEqualTo(folder.resolve("a"));
    assertThat(agent.shared().part()).isEqualTo(FolderPart.of(List.of("one/three.txt", "two.txt")));

    succeed("share", "--together", one.toString(), "--name", "x");

    assertThat(agent.shared().part()).isEqualTo(FolderPart.of(List.of("one")));
    assertThat(agent.shared().name()).isEqualTo("x");
    assertThat(run("share", "--together", one.toString(), "gone.txt")).isNotZero();
    assertThat(run("share", "--together", "--upload", two.toString())).isNotZero();
    assertThat(run("share", "--together", "/")).isNotZero();
    assertThat(err.toString())
        .contains("gone.txt: there is no such file", "exclude each other", "/ is not in a folder");
  }

  @Test
  void sharesAFileByItsAbsolutePath() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.txt"), "x");

    succeed("share", file.toString(), "--name", "Mine.txt", "--piece-size", "64KiB");

    assertThat(agent.shared().file()).isEqualTo(file);
    assertThat(agent.shared().name()).isEqualTo("Mine.txt");
    assertThat(agent.shared().format().pieceSize()).isEqualTo(65536);
    assertThat(out.toString()).startsWith(Samples.infoHash("Mine.txt").toString());
  }

  @Test
  void sharesSeveralFilesEachByItsOwnName() throws IOException {
    Path one = Files.writeString(folder.resolve("one.txt"), "1");
    Path two = Files.writeString(folder.resolve("two.txt"), "2");

    succeed("share", one.toString(), two.toString());

    assertThat(out.toString())
        .containsSubsequence(
            Samples.infoHash("one.txt").toString(), Samples.infoHash("two.txt").toString());
    assertThat(run("share", "--name", "x", one.toString(), two.toString())).isNotZero();
    assertThat(run("share", one.toString(), "gone.txt")).isNotZero();
    assertThat(err.toString())
        .contains("--name is for one file", "gone.txt: there is no such file");
  }

  @Test
  void sharesOfSeveralFilesThoseThatItCanAndSaysWhichItCant() throws IOException {
    Path one = Files.writeString(folder.resolve("one.txt"), "1");
    Path two = Files.writeString(folder.resolve("two.txt"), "2");
    Path album = Files.createDirectory(folder.resolve("album"));

    int code = run("share", one.toString(), album.toString(), two.toString(), "gone.txt");

    assertThat(code).isNotZero();
    assertThat(out.toString())
        .containsSubsequence(
            Samples.infoHash("one.txt").toString(),
            Samples.infoHash("album").toString(),
            Samples.infoHash("two.txt").toString());
    assertThat(err.toString())
        .contains("gone.txt: there is no such file", "1 of 4 were not shared.");
  }

  @Test
  void asksForTheManifestVersionThatIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("one.txt"), "1");

    succeed("share", "--v2", file.toString());

    assertThat(agent.shared().format().version()).isEqualTo(2);
    assertThat(run("share", "--v1", "--v2", file.toString())).isNotZero();
  }

  @Test
  void uploadsNoFolder() throws IOException {
    Path album = Files.createDirectory(folder.resolve("album"));

    assertThat(run("share", "--upload", album.toString())).isNotZero();

    assertThat(err.toString()).contains("a folder can't be uploaded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"share --v1 --v2 F", "share --name x F G", "share --previous x F G"})
  void countsOptionsThatExcludeEachOtherAsWrongUsage(String command) {
    assertThat(run(command.split(" "))).isEqualTo(2);
  }

  @Test
  void showsTheProgressOfALongShareAndWaitsForItsEnd() throws IOException {
    Path file = Files.writeString(folder.resolve("long.txt"), "1");
    agent.sharing().hold();

    succeed("share", file.toString());

    assertThat(err.toString()).contains("40%");
    assertThat(out.toString()).contains(Samples.infoHash("long.txt").toString());
  }

  @Test
  void namesTheUploadOfFilesThatTheAgentMayNotRead() throws IOException {
    Path one = Files.writeString(folder.resolve("one.txt"), "1");
    Path two = Files.writeString(folder.resolve("two.txt"), "2");
    agent.failWith(Reason.FORBIDDEN_PATH, "not in the data folder");

    assertThat(run("share", one.toString())).isEqualTo(1);
    assertThat(run("share", one.toString(), two.toString())).isEqualTo(1);
    assertThat(err.toString().lines().filter(line -> line.contains("With --upload"))).hasSize(3);
    assertThat(run("share", folder.toString())).isEqualTo(1);
    assertThat(err.toString().lines().filter(line -> line.contains("With --upload"))).hasSize(3);
  }

  @Test
  void uploadsAFileOnRequest() throws IOException {
    Path file = Files.writeString(folder.resolve("mein \"Größtes\".txt"), "some bytes");

    succeed("share", "--upload", "--comment", "ünï", "--name", "u.txt", file.toString());

    assertThat(agent.shared().file()).hasContent("some bytes");
    assertThat(agent.shared().comment()).isEqualTo("ünï");
    Files.delete(agent.shared().file());
  }
}
