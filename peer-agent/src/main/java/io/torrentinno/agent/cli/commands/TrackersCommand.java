package io.torrentinno.agent.cli.commands;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.cli.client.ResourceOption;
import io.torrentinno.agent.cli.output.Amounts;
import io.torrentinno.protocol.model.TrackerAddress;
import io.torrentinno.protocol.rest.TrackerBody;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "trackers",
    description = "Shows or changes the trackers of a resource, with the last answer of each.",
    mixinStandardHelpOptions = true)
public final class TrackersCommand implements Runnable {
  private static final String ROW = "%-40s  %-9s  %-6s  %-8s  %-8s  %s%n";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ResourceOption target = new ResourceOption();

  @Option(
      names = "--add",
      paramLabel = "HOST:PORT",
      description = "Announces the resource to this tracker, too.")
  private List<String> added = List.of();

  @Option(
      names = "--remove",
      paramLabel = "HOST:PORT",
      description = "Stops announcing the resource to this tracker.")
  private List<String> removed = List.of();

  @Override
  public void run() {
    AgentClient client = target.client();
    String infoHash = target.infoHash(client);
    List<TrackerBody> trackers = client.trackers(infoHash);
    if (!added.isEmpty() || !removed.isEmpty()) {
      trackers = client.setTrackers(infoHash, changed(trackers));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(ROW, "TRACKER", "ANSWERED", "PEERS", "SEEDERS", "LEECHERS", "");
    trackers.forEach(tracker -> print(out, tracker));
    out.flush();
  }

  private List<String> changed(List<TrackerBody> present) {
    Set<String> trackers = new LinkedHashSet<>();
    present.stream()
        .filter(tracker -> !tracker.fallback())
        .map(TrackerBody::tracker)
        .forEach(trackers::add);
    for (String tracker : removed) {
      if (!trackers.remove(usual(tracker))) {
        throw new CommandFailed(unknown(tracker, present));
      }
    }
    added.stream().map(TrackersCommand::usual).forEach(trackers::add);
    return List.copyOf(trackers);
  }

  /** The form in which the agent lists a tracker; the agent says what is wrong with other texts. */
  private static String usual(String tracker) {
    try {
      return TrackerAddress.parse(tracker).toString();
    } catch (IllegalArgumentException e) {
      return tracker;
    }
  }

  private static String unknown(String tracker, List<TrackerBody> present) {
    boolean fallback =
        present.stream().anyMatch(it -> it.fallback() && it.tracker().equals(usual(tracker)));
    return fallback
        ? "The tracker "
            + tracker
            + " is the agent's own, and not one of the resource. Add another tracker with --add;"
            + " while that one answers, the agent's own is not asked. Nothing was changed."
        : "The resource has no tracker "
            + tracker
            + ". 'torrentinno trackers' lists its trackers. Nothing was changed.";
  }

  private static void print(PrintWriter out, TrackerBody tracker) {
    String note = tracker.fallback() ? "the agent's own tracker, because no other answers" : "";
    String error = tracker.error() == null ? "" : tracker.error();
    out.printf(
        ROW,
        tracker.tracker(),
        tracker.answered() == null ? "not yet" : Amounts.duration(tracker.answered()) + " ago",
        text(tracker.peers()),
        text(tracker.seeders()),
        text(tracker.leechers()),
        note.isEmpty() || error.isEmpty() ? note + error : note + "; " + error);
  }

  private static String text(@Nullable Integer count) {
    return count == null ? "-" : count.toString();
  }
}
