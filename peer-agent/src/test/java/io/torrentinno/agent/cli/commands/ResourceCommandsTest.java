package io.torrentinno.agent.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.cli.CommandLineScene;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.resource.view.BanStatus;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.files.FileStatus;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.agent.resource.view.trackers.TrackerStatus;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.agent.selection.FilePriority;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.TrackerAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands show of the resources of an agent, and what they change. */
class ResourceCommandsTest extends CommandLineScene {
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
  void addsAndRemovesTrackers() {
    succeed("trackers", "film.mkv", "--add", "a.example.com:80", "--add", "b.example.com:80");
    succeed("trackers", "film.mkv", "--remove", "http://a.example.com:80/");

    assertThat(agent.trackers(FILM))
        .extracting(status -> status.tracker().toString())
        .containsExactly("b.example.com:80");
  }

  @Test
  void removesNoTrackerThatTheResourceDoesNotHave() {
    succeed("trackers", "film.mkv", "--add", "a.example.com:80");

    int code =
        run(
            "trackers",
            "film.mkv",
            "--add=b.example.com:80",
            "--remove=a.example.com:80",
            "--remove=https://a.example.com:80");

    assertThat(code).isNotZero();
    assertThat(err.toString())
        .contains("The resource has no tracker https://a.example.com:80.", "Nothing was changed.");
    assertThat(agent.trackers(FILM))
        .extracting(status -> status.tracker().toString())
        .containsExactly("a.example.com:80");
  }

  @Test
  void saysThatTheTrackerOfTheAgentIsNotOneOfTheResource() {
    TrackerAddress own = new TrackerAddress("own.example.com", 80);
    agent.announced(List.of(new TrackerStatus(own, true, null, null)));

    int code = run("trackers", "film.mkv", "--remove=own.example.com:80");

    assertThat(code).isNotZero();
    assertThat(err.toString()).contains("own.example.com:80 is the agent's own");
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
    assertThat(out.toString()).isEqualTo("Removed film.mkv. Its bytes on the disk stay.\n");
  }

  @Test
  void deletesTheFileOfWhatItRemovesWhenTold() {
    succeed("rm", "--delete-data", "film.mkv");

    assertThat(agent.calls()).containsExactly("delete " + FILM);
    assertThat(out.toString())
        .startsWith("Removed film.mkv. Its file is deleted, if it was fetched");
  }

  @Test
  void choosesTheOrderOfPieces() {
    succeed("order", "film.mkv", "sequential");

    assertThat(agent.calls()).containsExactly("sequential " + FILM);
    assertThat(out.toString()).startsWith("film.mkv: ");
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
            row -> assertThat(row).isEqualTo("Ended the ban of " + liar + "."),
            row -> assertThat(row).isEqualTo("No peer is banned."));
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
}
