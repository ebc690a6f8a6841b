package io.torrentinno.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.FakeAgent;
import io.torrentinno.agent.api.FakeAgentApplication;
import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.view.BanStatus;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.files.FileStatus;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.agent.selection.FilePriority;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
    classes = FakeAgentApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class CommandLineToolTest {
  private static final InfoHash FILM = Samples.infoHash("film.mkv");

  @TempDir private Path folder;
  @Autowired private FakeAgent agent;
  @LocalServerPort private int port;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void putOneDownload() {
    agent.reset();
    agent.put(
        Samples.status("film.mkv", ResourceState.DOWNLOADING, 1 << 20, 1 << 18),
        new PieceStatus(new Bitfield(4), new Bitfield(4)),
        List.of(Samples.peer("-TI0200-", "TorrentInno 0.1", true)));
  }

  @Test
  void listsResources() {
    succeed("ls");

    assertThat(out.toString().lines().skip(1))
        .singleElement()
        .asString()
        .startsWith(FILM.toString().substring(0, 12))
        .contains("downloading", "25%", "1.0 MiB", "52.4 MB/s", "0:03")
        .endsWith("film.mkv");
  }

  @Test
  void saysWhatToDoWhenThereIsNothingToList() {
    agent.reset();

    succeed("ls");

    assertThat(out.toString()).contains("torrentinno share FILE");
  }

  @Test
  void printsJsonOnRequest() {
    succeed("ls", "--json");

    assertThat(out.toString()).startsWith("[{").contains("\"name\":\"film.mkv\"");
  }

  @Test
  void printsNoCommandsForTheTerminal() {
    agent.put(
        Samples.status("film.mkv", ResourceState.DOWNLOADING, 1 << 20, 1 << 18),
        new PieceStatus(new Bitfield(4), new Bitfield(4)),
        List.of(Samples.peer("-TI0200-", "\u009b2J\u202e", true)));

    succeed("show", FILM.toString(), "--peers");

    assertThat(out.toString()).doesNotContain("\u009b", "\u202e").contains("\\u009B2J\\u202E");
  }

  @Test
  void showsOneResourceByTheBeginningOfItsInfoHash() {
    succeed("show", FILM.toString().substring(0, 6));

    assertThat(out.toString())
        .contains("film.mkv", FILM.toString(), "25% (256.0 KiB of 1.0 MiB)", "2 of them seeders");
  }

  @Test
  void showsHowManyCopiesTheTrackersKnow() {
    succeed("show", "film.mkv");

    assertThat(out.toString()).contains("4 seeders and 11 leechers, as a tracker says");
  }

  @Test
  void addsAPeer() {
    succeed("peer", "film.mkv", "192.0.2.7:6881");

    assertThat(agent.calls()).containsExactly("call 192.0.2.7:6881");
    assertThat(out.toString()).startsWith("Connecting to 192.0.2.7:6881");
  }

  @Test
  void showsPeers() {
    succeed("show", "--peers", "film.mkv");

    assertThat(out.toString()).contains("192.0.2.7:6881");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume", "recheck"})
  void changesWhatAResourceDoes(String verb) {
    succeed(verb, "film.mkv");

    assertThat(agent.calls()).containsExactly(verb + " " + FILM);
    assertThat(out.toString().strip()).isEqualTo("film.mkv: downloading");
  }

  @Test
  void keepsTheFileOfWhatItRemoves() {
    succeed("rm", "film.mkv");

    assertThat(agent.calls()).containsExactly("remove " + FILM);
  }

  @Test
  void deletesTheFileOfWhatItRemovesWhenTold() {
    succeed("rm", "--delete-data", "film.mkv");

    assertThat(agent.calls()).containsExactly("delete " + FILM);
  }

  @Test
  void choosesTheOrderOfPieces() {
    succeed("order", "film.mkv", "sequential");

    assertThat(agent.calls()).containsExactly("sequential " + FILM);
    assertThat(out.toString()).startsWith("film.mkv: ");
  }

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
  void listsAndLiftsBans() {
    PeerId liar = PeerId.parse("ab".repeat(32));
    agent.ban(new BanStatus(liar, FILM, null, "corrupt", Duration.ofSeconds(90)));

    succeed("bans");
    succeed("bans", "--lift", liar.toString());
    succeed("bans");

    assertThat(out.toString().lines().skip(1))
        .satisfiesExactly(
            row -> assertThat(row).startsWith(liar.toString()).contains("corrupt", "1:30"),
            row -> assertThat(row).isEqualTo("No peer is banned."));
  }

  @Test
  void addsAMagnetLink() {
    String link = "magnet:?xt=urn:torrentinno:" + "ab".repeat(32) + "&tr=192.0.2.1:8080&dn=new.iso";

    succeed("add", link);

    assertThat(agent.calls()).containsExactly("add " + link);
    assertThat(out.toString()).contains("new.iso");
  }

  @Test
  void showsTheLinkThatOthersCanFetchBy() {
    succeed("show", "film.mkv");

    assertThat(out.toString()).contains("magnet:?xt=urn:torrentinno:" + FILM);
  }

  @Test
  void showsTheLimitsOfTheAgent() {
    succeed("limit");

    assertThat(out.toString().lines()).containsExactly("upload   10.0 kB/s", "download 20.0 kB/s");
  }

  @Test
  void changesOneLimitOfTheAgent() {
    succeed("limit", "--down", "none");

    assertThat(agent.limits()).isEqualTo(new RateLimits(10_000, 0));
    assertThat(out.toString().lines()).containsExactly("upload   10.0 kB/s", "download no limit");
  }

  @Test
  void changesTheLimitsOfOneResource() {
    succeed("limit", "film.mkv", "--up", "2MB/s", "--down", "64KiB");

    assertThat(agent.limits(FILM)).isEqualTo(new RateLimits(2_000_000, 65_536));
    assertThat(agent.limits()).isEqualTo(new RateLimits(10_000, 20_000));
  }

  @Test
  void sharesAFileByItsAbsolutePath() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.txt"), "x");

    succeed("share", file.toString(), "--name", "Mine.txt", "--piece-size", "64KiB");

    assertThat(agent.shared().file()).isEqualTo(file);
    assertThat(agent.shared().name()).isEqualTo("Mine.txt");
    assertThat(agent.shared().pieceSize()).isEqualTo(65536);
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

    assertThat(agent.shared().manifestVersion()).isEqualTo(2);
    assertThat(run("share", "--v1", "--v2", file.toString())).isNotZero();
  }

  @Test
  void uploadsNoFolder() throws IOException {
    Path album = Files.createDirectory(folder.resolve("album"));

    assertThat(run("share", "--upload", album.toString())).isNotZero();

    assertThat(err.toString()).contains("a folder can't be uploaded");
  }

  @Test
  void listsTheFilesOfAResource() {
    agent.put(
        Samples.status("model", ResourceState.SEEDING, 7, 7),
        List.of(
            new FileStatus("bin/run", FileStatus.Type.FILE, 7, 7, true, null, FilePriority.NORMAL),
            new FileStatus(
                "bin/latest", FileStatus.Type.LINK, 0, 0, false, "run", FilePriority.NORMAL),
            new FileStatus(
                "logs", FileStatus.Type.FOLDER, 0, 0, false, null, FilePriority.NORMAL)));

    succeed("files", "model");

    assertThat(out.toString())
        .containsSubsequence("100%", "bin/run*", "bin/latest -> run", "logs/");
  }

  @Test
  void choosesFilesOfAResource() {
    agent.put(
        Samples.status("model", ResourceState.DOWNLOADING, 7, 0),
        List.of(
            new FileStatus("a.bin", FileStatus.Type.FILE, 7, 0, false, null, FilePriority.SKIP)));

    succeed("files", "model", "--skip", "*.bin", "--high", "a,b", "--high", "c");

    assertThat(agent.calls())
        .containsExactly(
            new FileChoice(List.of(), List.of("*.bin"), List.of(), List.of("a,b", "c")).toString(),
            "choose " + Samples.infoHash("model"));
    assertThat(out.toString()).contains("a.bin  (skip)");
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

  @ParameterizedTest
  @ValueSource(strings = {"share --v1 --v2 F", "share --name x F G", "share --previous x F G"})
  void countsOptionsThatExcludeEachOtherAsWrongUsage(String command) {
    assertThat(run(command.split(" "))).isEqualTo(2);
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
  void showsTheProgressOfALongShareAndWaitsForItsEnd() throws IOException {
    Path file = Files.writeString(folder.resolve("long.txt"), "1");
    agent.sharing().hold();

    succeed("share", file.toString());

    assertThat(err.toString()).contains("40%");
    assertThat(out.toString()).contains(Samples.infoHash("long.txt").toString());
  }

  @Test
  void uploadsAFileOnRequest() throws IOException {
    Path file = Files.writeString(folder.resolve("mein \"Größtes\".txt"), "some bytes");

    succeed("share", "--upload", "--comment", "ünï", "--name", "u.txt", file.toString());

    assertThat(agent.shared().file()).hasContent("some bytes");
    assertThat(agent.shared().comment()).isEqualTo("ünï");
    Files.delete(agent.shared().file());
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
  void saysWhyAnAgentRefuses() throws IOException {
    Path manifest = Files.writeString(folder.resolve("m.json"), "{}");

    assertThat(run("add", manifest.toString())).isEqualTo(1);

    assertThat(err.toString()).startsWith("The manifest is not valid: ");
  }

  @Test
  void saysThatNoResourceIsMeant() {
    assertThat(run("show", "nothing.txt")).isEqualTo(1);

    assertThat(err.toString()).startsWith("No resource is called nothing.txt.");
  }

  @Test
  void saysThatNoAgentAnswers() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    assertThat(run("ls")).isEqualTo(1);

    assertThat(err.toString()).startsWith("No agent answers at http://127.0.0.1:" + port);
  }

  @Test
  void takesAnAddressWithoutHttp() {
    assertThat(runWith("--agent=127.0.0.1:" + port, "ls")).isZero();
    assertThat(out.toString()).contains("film.mkv");
  }

  @Test
  void saysThatAnAddressIsNone() {
    assertThat(runWith("--agent=ftp://127.0.0.1", "ls")).isEqualTo(2);
    assertThat(err.toString()).contains("not the address of an agent", "ftp://127.0.0.1");
  }

  @Test
  void saysThatNoMachineHasTheName() {
    assertThat(runWith("--agent=nowhere.invalid", "ls")).isEqualTo(1);
    assertThat(err.toString()).startsWith("No machine is called nowhere.invalid.");
  }

  @Test
  void saysThatSomethingElseAnswers() {
    assertThat(runWith("--agent=http://127.0.0.1:" + port + "/elsewhere", "ls")).isEqualTo(1);
    assertThat(err.toString()).doesNotContain("Exception");
  }

  @Test
  void explainsItselfWhenCalledWrongly() {
    assertThat(run("nonsense")).isEqualTo(2);

    assertThat(err.toString()).contains("nonsense");
  }

  @Test
  void leavesSettingsToTheAgent() {
    assertThat(CommandLineTool.handles(new String[] {})).isFalse();
    assertThat(CommandLineTool.handles(new String[] {"--server.port=1"})).isFalse();
    assertThat(CommandLineTool.handles(new String[] {"ls"})).isTrue();
    assertThat(CommandLineTool.handles(new String[] {"--help"})).isTrue();
  }

  private void succeed(String... args) {
    assertThat(run(args)).as(() -> err.toString()).isZero();
  }

  private int run(String... args) {
    return runWith("--agent=http://127.0.0.1:" + port, args);
  }

  private int runWith(String agentOption, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add(agentOption);
    return CommandLineTool.run(
        all.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
