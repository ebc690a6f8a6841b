package io.torrentinno.agent.cli.demo;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.cli.output.Amounts;
import io.torrentinno.agent.cli.output.ProgressBoard;
import io.torrentinno.agent.cli.output.Watch;
import io.torrentinno.agent.cli.output.Watch.Download;
import io.torrentinno.protocol.rest.ResourceBody;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Sends one file from one agent to all others. */
final class Demo {
  private static final Duration STALL_LIMIT = Duration.ofSeconds(60);
  private static final long HEALTH_PERIOD_MILLIS = 500;

  private final DemoEnvironment ground;
  private final PrintWriter out;
  private final List<AgentClient> agents = new ArrayList<>();

  /** A demo that prints to {@code out}. */
  Demo(DemoEnvironment ground, PrintWriter out) {
    this.ground = ground;
    this.out = out;
  }

  /** Starts a tracker and agents. The first agent may share {@code file}. */
  void start(Path file, int count) throws IOException, InterruptedException {
    say("Starting a tracker and " + count + " agents …");
    long begin = System.nanoTime();
    URI tracker = ground.start("tracker", "tracker", List.of()).awaitUrl();
    List<ChildProcess> children = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      children.add(ground.start("agent " + i, "agent", settings(i, tracker, file)));
    }
    say(row("tracker", tracker));
    for (ChildProcess child : children) {
      URI url = child.awaitUrl();
      agents.add(new AgentClient(url));
      say(row(child.name(), url));
    }
    say("All are up after " + seconds(System.nanoTime() - begin) + ".");
  }

  private List<String> settings(int agent, URI tracker, Path file) {
    List<String> settings = new ArrayList<>();
    settings.add("torrentinno.agent.data-dir=" + folder(agent));
    settings.add("torrentinno.agent.listen-address=127.0.0.1");
    settings.add("torrentinno.agent.listen-port=0");
    settings.add("torrentinno.agent.tracker=" + tracker.getAuthority());
    if (agent == 1) {
      settings.add("torrentinno.agent.share-dirs[0]=" + file.getParent());
    }
    return settings;
  }

  private Path folder(int agent) {
    return ground.folder().resolve("agent-" + agent);
  }

  /** Shares the file, fetches it, and compares the copies. */
  void transfer(Path file) throws IOException, InterruptedException {
    String name = file.getFileName().toString();
    long size = Files.size(file);
    AgentClient first = agents.getFirst();
    long begin = System.nanoTime();
    ResourceBody shared =
        first.postJson(
            "/share?wait=600", Map.of("path", file.toString(), "comment", "TorrentInno demo"));
    say(
        "Agent 1 shares %s, %s, hashed in %s."
            .formatted(name, Amounts.size(size), seconds(System.nanoTime() - begin)));

    say("The others fetch it …");
    String manifest = first.get("/" + shared.infoHash() + "/manifest");
    List<Download> downloads = new ArrayList<>();
    begin = System.nanoTime();
    for (int i = 1; i < agents.size(); i++) {
      agents.get(i).post("", "application/json", BodyPublishers.ofString(manifest));
      downloads.add(new Download("agent " + (i + 1), agents.get(i), shared.infoHash()));
    }
    follow(downloads);
    compare(file, name);
    report(downloads, size, begin);
  }

  private void follow(List<Download> downloads) throws InterruptedException {
    try {
      new Watch(ProgressBoard.on(out), STALL_LIMIT, ground.ended()).await(downloads);
    } catch (CommandFailed e) {
      ground.checkAlive(); // a process that ended explains more
      throw new CommandFailed(ground.withTails(String.valueOf(e.getMessage())), e);
    }
  }

  private void compare(Path file, String name) throws IOException {
    String expected = FileDigest.of(file);
    for (int i = 2; i <= agents.size(); i++) {
      String copy = FileDigest.of(folder(i).resolve(name));
      if (!copy.equals(expected)) {
        throw new CommandFailed(
            "The copy of agent %d has SHA-256 %s, not %s.".formatted(i, copy, expected));
      }
    }
    say("Every copy has the SHA-256 of the original, " + expected + ".");
  }

  private void report(List<Download> downloads, long size, long begin) {
    long slowest = 1;
    for (Download it : downloads) {
      long nanos = it.completedAt() - begin;
      slowest = Math.max(slowest, nanos);
      say(row(it.label(), speed(size, nanos)));
    }
    say(row("in all", speed(size * downloads.size(), slowest)));
  }

  /** Prints what to try, and waits for the end of the demo. */
  void stayUp() throws InterruptedException {
    URI first = agents.getFirst().base();
    URI last = agents.getLast().base();
    say(
        """

        All of it stays up until Ctrl-C; files and logs are in %1$s. Try:
          %3$s/   in a browser
          curl -s %3$s/api/v1/resources
          curl -s -F file=@README.md %2$s/api/v1/resources/share
          ./torrentinno ls --agent %3$s
          curl -s %3$s/actuator/prometheus | grep ^torrentinno_\
        """
            .formatted(ground.folder(), first, last));
    while (!ground.ended().await(HEALTH_PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
      ground.checkAlive();
    }
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  private static String row(String label, Object value) {
    return "  %-9s %s".formatted(label, value);
  }

  private static String speed(long bytes, long nanos) {
    return "%7s  %12s".formatted(seconds(nanos), Amounts.rate((long) (bytes / (nanos / 1e9))));
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }
}
