package io.torrentinno.agent.cli.demo;

import io.torrentinno.agent.cli.client.CommandFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * A folder and the processes that work in it. The processes end and the folder goes on {@link
 * #close}, on a signal to this process, and when this process is killed. Safe for use by several
 * threads.
 */
final class DemoEnvironment implements AutoCloseable {
  private final Path launcher;
  private final Path folder;
  private final ProcessReaper undertaker;
  private final List<ChildProcess> children = new ArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  private DemoEnvironment(Path launcher, Path folder, ProcessReaper undertaker) {
    this.launcher = launcher;
    this.folder = folder;
    this.undertaker = undertaker;
  }

  /**
   * Creates a folder.
   *
   * @param launcher the script that starts trackers and agents
   * @param parent where the folder is made
   */
  static DemoEnvironment in(Path launcher, Path parent) throws IOException {
    Path folder = Files.createTempDirectory(parent, "torrentinno-demo-");
    DemoEnvironment ground = new DemoEnvironment(launcher, folder, ProcessReaper.of(folder));
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(ground::close));
    return ground;
  }

  Path folder() {
    return folder;
  }

  /**
   * Starts a tracker or an agent on loopback, at any free port.
   *
   * @param verb the command of the launcher
   * @param settings without the leading dashes
   * @throws CommandFailed when this is closed
   */
  synchronized ChildProcess start(String name, String verb, List<String> settings)
      throws IOException {
    if (ended.getCount() == 0) {
      throw new CommandFailed("Interrupted.");
    }
    List<String> command = new ArrayList<>(Arrays.asList(launcher.toString(), verb));
    command.add("--server.address=127.0.0.1");
    command.add("--server.port=0");
    settings.forEach(setting -> command.add("--" + setting));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().keySet().removeIf(DemoEnvironment::isSetting);
    builder.environment().put("TORRENTINNO_BUILD", "never");
    ChildProcess child =
        ChildProcess.start(name, builder, folder.resolve(name.replace(' ', '-') + ".log"));
    undertaker.watch(child.process());
    children.add(child);
    return child;
  }

  /**
   * Checks that all processes still run.
   *
   * @throws CommandFailed when one does not
   */
  synchronized void checkAlive() {
    children.forEach(ChildProcess::checkAlive);
  }

  /** Adds the last lines that each process printed. */
  synchronized String withTails(String message) {
    StringBuilder all = new StringBuilder(message);
    children.forEach(child -> all.append(child.withTail("\n" + child.name())));
    return all.toString();
  }

  /** At zero once this has begun to close. */
  CountDownLatch ended() {
    return ended;
  }

  @Override
  public synchronized void close() {
    if (ended.getCount() == 0) {
      return;
    }
    ended.countDown();
    ChildProcess.stop(children);
    try {
      delete();
      undertaker.close();
    } catch (IOException e) {
      throw new UncheckedIOException("can't remove " + folder, e);
    }
  }

  private void delete() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      // gone already
    }
  }

  /**
   * Whether a variable is a setting. The processes of the demo get none, so they run with defaults.
   */
  private static boolean isSetting(String variable) {
    return variable.startsWith("SPRING_")
        || variable.startsWith("SERVER_")
        || variable.startsWith("MANAGEMENT_")
        || variable.startsWith("TORRENTINNO_");
  }
}
