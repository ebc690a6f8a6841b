package io.torrentinno.agent.simulation;

import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a {@link SwarmPlan}. */
public final class SwarmSimulation {
  private static final long WATCH = Duration.ofMillis(100).toNanos();

  private final SwarmPlan plan;
  private final SimulatedNetwork network;
  private final List<SimulatedHost> seeders = new ArrayList<>();
  private final List<SimulatedHost> fetchers = new ArrayList<>();
  private double copiesUntilSpread = Double.NaN;

  private SwarmSimulation(SwarmPlan plan) {
    this.plan = plan;
    network = new SimulatedNetwork(plan.seed(), plan.file().layout());
    for (int i = 0; i < plan.hosts().seeders() + plan.hosts().fetchers(); i++) {
      boolean seeder = i < plan.hosts().seeders();
      SimulatedHost host =
          network.add(new HostPlan(PeerId.random(network.random), seeder, plan.link()));
      (seeder ? seeders : fetchers).add(host);
    }
  }

  /** Runs the simulation to its end, on the caller's thread. */
  public static SwarmResult run(SwarmPlan plan) {
    SwarmSimulation simulation = new SwarmSimulation(plan);
    simulation.run();
    return simulation.result();
  }

  private void run() {
    network.hosts().forEach(network.tracker::register);
    if (plan.hosts().deathsPerMinute() > 0) {
      fetchers.forEach(this::planDeath);
    }
    watchSpread();
    network.runUntilComplete(plan.limit());
  }

  /** Fetchers die at random: in each minute, the same part of those that are left dies. */
  private void planDeath(SimulatedHost host) {
    double minutes =
        Math.log(1 - network.random.nextDouble()) / Math.log(1 - plan.hosts().deathsPerMinute());
    network.events.after(
        (long) (minutes * Duration.ofMinutes(1).toNanos()),
        () -> {
          if (!host.isComplete()) {
            host.die();
          }
        });
  }

  private void watchSpread() {
    Bitfield together = new Bitfield(network.layout.count());
    for (SimulatedHost host : fetchers) {
      if (host.isAlive()) {
        Bitfield have = host.have();
        for (int piece = have.nextSet(0); piece >= 0; piece = have.nextSet(piece + 1)) {
          together.set(piece);
        }
      }
    }
    if (together.isFull()) {
      copiesUntilSpread = seederCopies();
    } else {
      network.events.after(WATCH, this::watchSpread);
    }
  }

  private double seederCopies() {
    return seeders.stream().mapToLong(host -> host.uplink.sent()).sum()
        / (double) plan.file().length();
  }

  private SwarmResult result() {
    long sent = network.hosts().stream().mapToLong(host -> host.uplink.sent()).sum();
    int unfinished =
        (int) fetchers.stream().filter(host -> host.isAlive() && !host.isComplete()).count();
    long wasted = network.hosts().stream().mapToLong(SimulatedHost::wasted).sum();
    return new SwarmResult(
        plan,
        fetchers.stream()
            .filter(SimulatedHost::isComplete)
            .map(host -> Duration.ofNanos(host.completedAt()))
            .sorted()
            .toList(),
        (int) fetchers.stream().filter(host -> !host.isAlive()).count(),
        unfinished,
        new SwarmResult.Traffic(
            seederCopies(),
            Double.isNaN(copiesUntilSpread) && unfinished == 0 ? seederCopies() : copiesUntilSpread,
            sent == 0 ? 0 : wasted / (double) sent));
  }
}
