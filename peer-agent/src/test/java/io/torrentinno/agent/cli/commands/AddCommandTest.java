package io.torrentinno.agent.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.cli.CommandLineScene;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.selection.FileChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is added: manifests and links, their places and the files that are chosen. */
class AddCommandTest extends CommandLineScene {
  @Test
  void choosesWhereToAdd() throws Exception {
    Path manifest = Files.writeString(folder.resolve("m.json"), Samples.MANIFEST);

    succeed("add", "--to", "/mnt/a b", "--name", "c&d", manifest.toString());
    assertThat(agent.placement()).isEqualTo(new Placement(Path.of("/mnt/a b"), "c&d"));

    succeed("add", "--to", "x", manifest.toString(), manifest.toString());
    assertThat(agent.placement()).isEqualTo(new Placement(Path.of("x"), null));

    succeed("add", "--replace", manifest.toString(), manifest.toString());
    assertThat(agent.placement()).isEqualTo(new Placement(null, null, null, true));

    succeed("add", "--from", "/mnt/x", manifest.toString());
    assertThat(agent.placement()).isEqualTo(Placement.from(Path.of("/mnt/x")));

    assertThat(run("add", "--from", "/mnt/x", "--to", "y", "a")).isEqualTo(2);
    assertThat(err.toString()).contains("--to, --name and --replace can't be given");
    assertThat(run("add", "--name", "x", "a", "b")).isEqualTo(2);
    assertThat(err.toString()).contains("--name is for one resource.");
  }

  @Test
  void addsAMagnetLink() {
    String link = "magnet:?xt=urn:torrentinno:" + "ab".repeat(32) + "&tr=192.0.2.1:8080&dn=new.iso";

    succeed("add", link);

    assertThat(agent.calls()).containsExactly("add " + link);
    assertThat(out.toString()).contains("new.iso");
  }

  @Test
  void choosesFilesOfManyManifestsInOneCall() throws IOException {
    Path one = Files.writeString(folder.resolve("one.json"), Samples.MANIFEST);
    Path other =
        Files.writeString(folder.resolve("other.json"), Samples.MANIFEST.replace("Funny", "Sad"));

    succeed("add", one.toString(), other.toString(), "--only", "*.txt");

    String chosen = new FileChoice(List.of("*.txt"), List.of(), List.of(), List.of()).toString();
    assertThat(agent.calls()).containsExactly(chosen, chosen);
    assertThat(out.toString().lines()).hasSize(2);
  }

  @Test
  void choosesFilesWhenItAddsALink() {
    String link =
        "magnet:?xt=urn:torrentinno:" + "ab".repeat(32) + "&tr=192.0.2.1:8080&dn=FunnyVideo.mp4";

    succeed("add", link, "--only", "größe & mehr/*.bin", "--only", "b");

    assertThat(agent.calls())
        .containsExactly(
            new FileChoice(List.of("größe & mehr/*.bin", "b"), List.of(), List.of(), List.of())
                .toString(),
            "add " + link);
  }

  @Test
  void addsAManifestAndGivesItBack() throws IOException {
    Path manifest = Files.writeString(folder.resolve("m.json"), Samples.MANIFEST);
    Path copy = folder.resolve("copy.json");

    succeed("add", "--wait", manifest.toString());
    succeed("manifest", "FunnyVideo.mp4", "-o", copy.toString());

    assertThat(out.toString()).contains("FunnyVideo.mp4", "100%");
    assertThat(copy).content().contains("\"name\":\"FunnyVideo.mp4\"");
  }

  @Test
  void addsManyManifestsAtOnceAndSaysWhichWereRefused() throws IOException {
    Path one = Files.writeString(folder.resolve("1.json"), Samples.MANIFEST);
    Path bad = Files.writeString(folder.resolve("2.json"), "{}");
    Path none = Files.writeString(folder.resolve("3.json"), "nonsense");
    Path two =
        Files.writeString(
            folder.resolve("4.json"), Samples.MANIFEST.replace("FunnyVideo.mp4", "other.iso"));

    Path gone = folder.resolve("5.json");
    String link = "magnet:?xt=urn:torrentinno:" + "ab".repeat(32) + "&dn=link.bin";

    int status =
        run(
            "add",
            link,
            one.toString(),
            bad.toString(),
            none.toString(),
            gone.toString(),
            two.toString());

    assertThat(status).isEqualTo(1);
    assertThat(out.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).endsWith("FunnyVideo.mp4"),
            line -> assertThat(line).endsWith("other.iso"),
            line -> assertThat(line).endsWith("link.bin"));
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(none + ": not a manifest"),
            line -> assertThat(line).isEqualTo(gone + ": can't be read: there is no such file"),
            line -> assertThat(line).startsWith(bad + ": The manifest is not valid: "),
            line -> assertThat(line).isEqualTo("3 of 6 were not added."));
  }

  @Test
  void namesTheOptionsThatHelpWhenAnotherResourceHasTheName() throws IOException {
    String manifest = Files.writeString(folder.resolve("m.json"), Samples.MANIFEST).toString();
    String any = "Choose another name or destination, or replace that resource";
    agent.failWith(Reason.NAME_TAKEN, any);

    assertThat(run("add", manifest)).isEqualTo(1);
    assertThat(err.toString()).endsWith(any + " (--name NAME, --to FOLDER, --replace)\n");

    assertThat(run("add", manifest, manifest)).isEqualTo(1);
    assertThat(err.toString()).contains(any + " (--to FOLDER, --replace)\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Choose another destination | (--to FOLDER)",
        "Choose another name or destination, or remove that resource first"
            + " | (--name NAME, --to FOLDER)",
        "Remove that resource first | first"
      })
  void namesOnlyTheOptionsForWhatTheAgentAdvises(String advice, String end) throws IOException {
    String manifest = Files.writeString(folder.resolve("m.json"), Samples.MANIFEST).toString();
    agent.failWith(Reason.NAME_TAKEN, advice);

    assertThat(run("add", "--replace", manifest)).isEqualTo(1);
    assertThat(err.toString()).contains(advice).endsWith(end + "\n");
  }

  @Test
  void saysWhyAnAgentRefuses() throws IOException {
    Path manifest = Files.writeString(folder.resolve("m.json"), "{}");

    assertThat(run("add", manifest.toString())).isEqualTo(1);

    assertThat(err.toString()).startsWith("The manifest is not valid: ");
  }
}
