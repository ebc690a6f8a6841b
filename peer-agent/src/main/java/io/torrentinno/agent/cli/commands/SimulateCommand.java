package io.torrentinno.agent.cli.commands;

import io.torrentinno.agent.cli.output.Amounts;
import io.torrentinno.agent.simulation.AccessLink;
import io.torrentinno.agent.simulation.CompletionChart;
import io.torrentinno.agent.simulation.SwarmPlan;
import io.torrentinno.agent.simulation.SwarmPlan.Hosts;
import io.torrentinno.agent.simulation.SwarmPlan.SharedFile;
import io.torrentinno.agent.simulation.SwarmResult;
import io.torrentinno.agent.simulation.SwarmSimulation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "simulate",
    description = {
      "Simulates swarms of agents on links with a rate, a latency and losses, and"
          + " prints when the fetchers are done. Everything runs in one process, in"
          + " simulated time.",
      "The same options give the same result."
    },
    mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofHours(24);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--fetchers",
      split = ",",
      paramLabel = "N",
      description = "Number of hosts that fetch; several numbers give several swarms (1,10,100).")
  private List<Integer> fetchers = List.of(1, 10, 100);

  @Option(
      names = "--seeders",
      paramLabel = "N",
      description = "Number of hosts that have the file (1).")
  private int seeders = 1;

  @Option(
      names = "--pieces",
      paramLabel = "N",
      description = "Number of pieces of the file (1000).")
  private int pieces = 1000;

  @Option(
      names = "--piece-size",
      paramLabel = "SIZE",
      converter = Amounts.SizeConverter.class,
      description = "Size of each piece (256KiB).")
  private long pieceSize = 256 << 10;

  @Option(
      names = "--rate",
      paramLabel = "SIZE",
      converter = Amounts.SizeConverter.class,
      description = "Bytes a second of each host's link, in each direction (12500000: 100 Mbit/s).")
  private long rate = 12_500_000;

  @Option(
      names = "--latency",
      paramLabel = "MS",
      description = "Milliseconds from one host to another, one way (10).")
  private long latencyMillis = 10;

  @Option(
      names = "--loss",
      paramLabel = "PART",
      description = "Part of the packets that the link of each host loses, 0 to 1 (0).")
  private double loss;

  @Option(
      names = "--deaths",
      paramLabel = "PART",
      description = "Part of the fetchers that leave each minute, 0 to 1 (0).")
  private double deaths;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of the random numbers (1).")
  private long seed = 1;

  @Option(names = "--chart", paramLabel = "FILE", description = "Draws a chart, as SVG.")
  private @Nullable Path chart;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    AccessLink link =
        new AccessLink(rate, rate, Duration.ofNanos(latencyMillis * 1_000_000 / 2), loss);
    out.printf(
        "%9s %9s %19s %19s %19s %8s %7s %9s%n",
        "fetchers", "bound s", "median s", "99 % s", "last s", "copies*", "died", "run s");
    List<SwarmResult> results = new ArrayList<>();
    for (int count : fetchers) {
      Hosts hosts = new Hosts(seeders, count, deaths);
      SharedFile file = new SharedFile(pieces, Math.toIntExact(pieceSize));
      long began = System.nanoTime();
      SwarmResult result = SwarmSimulation.run(new SwarmPlan(seed, hosts, file, link, LIMIT));
      results.add(result);
      print(result, System.nanoTime() - began);
    }
    out.println(
        "* copies of the file that the seeders sent until the fetchers together had every piece");
    if (chart != null) {
      Files.writeString(chart, CompletionChart.of(results));
      out.printf("Chart: %s%n", chart);
    }
    out.flush();
    return results.stream().allMatch(result -> result.unfinished() == 0) ? 0 : 1;
  }

  private void print(SwarmResult result, long took) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%9d %9.2f %19s %19s %19s %8.2f %7d %9.1f%n",
        result.plan().hosts().fetchers(),
        seconds(result.plan().bound()),
        time(result, result.median()),
        time(result, result.quantile(0.99)),
        time(result, result.last()),
        result.traffic().copiesUntilSpread(),
        result.died(),
        took / (double) TimeUnit.SECONDS.toNanos(1));
    if (result.unfinished() > 0) {
      out.printf("%9s %d never finished%n", "", result.unfinished());
    }
    out.flush();
  }

  private static String time(SwarmResult result, Duration time) {
    return String.format("%.2f (%.3f x)", seconds(time), result.inBounds(time));
  }

  private static double seconds(Duration time) {
    return time.toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
