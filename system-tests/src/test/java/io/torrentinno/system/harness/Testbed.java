package io.torrentinno.system.harness;

import io.torrentinno.tracker.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A folder and the processes in it. In a static field it lasts as long as the class's tests, in any
 * other as long as one test; then every process is killed and the data is deleted, the logs stay.
 * When a test fails it prints the end of each log.
 */
public final class Testbed
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final int LINES_SHOWN = 60;
  private static final String INTERVAL = "--torrentinno.tracker.interval=";

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<Supplier<ServiceProcess>> processes = new ArrayList<>();
  private @Nullable Path directory;
  private boolean wholeClass;

  /** A tracker that forgets nobody too early, and asks to be told every second unless told else. */
  public TrackerProcess tracker(String... options) {
    return tracker(Host.LOCAL, FreePort.next(), options);
  }

  /** The same on a given port. */
  public TrackerProcess tracker(int port, String... options) {
    return tracker(Host.LOCAL, port, options);
  }

  /** The same at another place. */
  public TrackerProcess trackerAt(Host host, String... options) {
    return tracker(host, FreePort.next(), options);
  }

  private TrackerProcess tracker(Host host, int port, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    if (all.stream().noneMatch(option -> option.startsWith(INTERVAL))) {
      all.add(INTERVAL + "1s");
    }
    Path log = directory().resolve("tracker-" + port + ".log");
    TrackerProcess tracker = TrackerProcess.start(log, host, port, all);
    watch(tracker::process);
    return tracker.awaitReady();
  }

  /** Agents that start together, one for each name, and are up when this returns. */
  public List<AgentProcess> agents(int trackerPort, String... names) {
    String tracker = Host.LOCAL.with(trackerPort);
    List<AgentProcess> agents =
        Stream.of(names).map(name -> start(Host.LOCAL, name, tracker)).toList();
    agents.forEach(AgentProcess::awaitReady);
    return agents;
  }

  /** An agent with more settings, which is up when this returns. */
  public AgentProcess agent(int trackerPort, String name, String... settings) {
    return start(Host.LOCAL, name, Host.LOCAL.with(trackerPort), settings).awaitReady();
  }

  /** An agent at another place, which is up when this returns. */
  public AgentProcess agentAt(Host host, String name, TrackerProcess tracker) {
    return agentAt(host, name, tracker.address());
  }

  /** The same with a tracker at {@code host:port}. */
  public AgentProcess agentAt(Host host, String name, String tracker) {
    return start(host, name, tracker).awaitReady();
  }

  private AgentProcess start(Host host, String name, String tracker, String... settings) {
    AgentProcess agent = AgentProcess.start(directory(), name, host, tracker, List.of(settings));
    watch(agent::process);
    return agent;
  }

  /** A file of {@code size} bytes that agents here may share; its content follows from its name. */
  public Path file(String name, long size) {
    return TestFile.write(directory().resolve(name), size, name.hashCode());
  }

  /** Closes {@code resource} at the end, before what was opened earlier. */
  public <T extends AutoCloseable> T closing(T resource) {
    open.push(resource);
    return resource;
  }

  public Path directory() {
    if (directory == null) {
      throw new IllegalStateException("no test runs");
    }
    return directory;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    wholeClass = true;
    begin(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    if (!wholeClass) {
      begin(context);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    context.getExecutionException().ifPresent(failure -> printLogs(context.getDisplayName()));
    if (!wholeClass) {
      end();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    context.getExecutionException().ifPresent(failure -> printLogs(context.getDisplayName()));
    end();
  }

  private void begin(ExtensionContext context) throws IOException {
    // Nine agents that start at once need more than two minutes on a machine with a load of 25.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(6));
    Awaitility.setDefaultPollInterval(Duration.ofMillis(50));
    String test = context.getTestMethod().map(method -> "." + method.getName()).orElse("");
    String root = System.getProperty("torrentinno.work", "target/system-tests");
    directory = Path.of(root, context.getRequiredTestClass().getSimpleName() + test);
    if (Files.exists(directory)) {
      Files.walkFileTree(directory, new Delete(""));
    }
    Files.createDirectories(directory);
  }

  private void end() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
    processes.clear();
    Files.walkFileTree(directory(), new Delete(".log"));
    directory = null;
  }

  private void watch(Supplier<ServiceProcess> process) {
    processes.add(process);
    open.push(() -> process.get().kill());
  }

  @SuppressWarnings("SystemOut") // shown with the failure by whatever runs the tests
  private void printLogs(String test) {
    for (Supplier<ServiceProcess> process : processes) {
      System.out.printf(
          "---- %s failed; the end of %s:%n%s%n",
          test, process.get(), process.get().tail(LINES_SHOWN));
    }
  }

  /** Deletes everything below a folder but files with an ending; folders when they are empty. */
  private static final class Delete extends SimpleFileVisitor<Path> {
    private final String kept;

    Delete(String kept) {
      this.kept = kept;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (kept.isEmpty() || !file.toString().endsWith(kept)) {
        Files.delete(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
      try (var left = Files.list(folder)) {
        if (left.findAny().isEmpty()) {
          Files.delete(folder);
        }
        return FileVisitResult.CONTINUE;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
