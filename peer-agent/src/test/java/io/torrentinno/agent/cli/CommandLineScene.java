package io.torrentinno.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.FakeAgent;
import io.torrentinno.agent.api.FakeAgentApplication;
import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.InfoHash;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A fake agent that has one download, and commands that reach it over REST. */
@SpringBootTest(
    classes = FakeAgentApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public abstract class CommandLineScene {
  protected static final InfoHash FILM = Samples.infoHash("film.mkv");

  @TempDir protected Path folder;
  @Autowired protected FakeAgent agent;
  @LocalServerPort protected int port;
  protected final StringWriter out = new StringWriter();
  protected final StringWriter err = new StringWriter();

  @BeforeEach
  void putOneDownload() {
    agent.reset();
    agent.put(
        Samples.status("film.mkv", ResourceState.DOWNLOADING, 1 << 20, 1 << 18),
        new PieceStatus(new Bitfield(4), new Bitfield(4)),
        List.of(Samples.peer("-TI0200-", "TorrentInno 0.1", true)));
  }

  protected void succeed(String... args) {
    assertThat(run(args)).as(() -> err.toString()).isZero();
  }

  protected int run(String... args) {
    return runWith("--agent=http://127.0.0.1:" + port, args);
  }

  protected int runWith(String agentOption, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add(agentOption);
    return CommandLineTool.run(
        all.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
