package io.torrentinno.system.harness;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Boot jars extracted beside a cache of the classes that a start loads (JEP 514), so that a start
 * takes a third of the time. They are made at the first use of a jar and serve until the jar
 * changes; JVMs that need one at the same time wait for the first.
 */
final class FastStart {
  private static final Map<ServiceProcess.Jar, List<String>> READY = new ConcurrentHashMap<>();

  private FastStart() {}

  /** The command that starts a jar, without the arguments for the service. */
  static List<String> command(ServiceProcess.Jar jar) {
    return READY.computeIfAbsent(jar, FastStart::prepare);
  }

  private static List<String> prepare(ServiceProcess.Jar jar) {
    Path root = Path.of(System.getProperty("torrentinno.work", "target/system-tests"), "start");
    Path folder = root.resolve(TestFile.sha256(jar.path())).toAbsolutePath();
    try {
      Files.createDirectories(folder);
      Path cache = folder.resolve("classes.aot");
      try (FileChannel lock = FileChannel.open(folder.resolve("lock"), CREATE, WRITE)) {
        lock.lock();
        if (!Files.exists(cache)) {
          make(jar, folder, cache);
        }
      }
      return java(jar.jvmOptions(), "-XX:AOTCache=" + cache, "-jar", extracted(jar, folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void make(ServiceProcess.Jar jar, Path folder, Path cache) throws IOException {
    String destination = folder.resolve("extracted").toString();
    String boot = jar.path().toString();
    run(
        java(
            List.of("-Djarmode=tools"),
            "-jar",
            boot,
            "extract",
            "--force",
            "--destination",
            destination));
    Path unfinished = folder.resolve("unfinished.aot");
    List<String> training =
        new ArrayList<>(
            java(
                jar.jvmOptions(),
                "-XX:AOTCacheOutput=" + unfinished,
                "-Dspring.context.exit=onRefresh",
                "-jar",
                extracted(jar, folder)));
    training.addAll(List.of("--server.address=127.0.0.1", "--server.port=0"));
    jar.trainingArguments().forEach(each -> training.add(each.replace("%s", folder.toString())));
    run(training);
    Files.move(unfinished, cache);
  }

  private static String extracted(ServiceProcess.Jar jar, Path folder) {
    return folder.resolve("extracted").resolve(String.valueOf(jar.path().getFileName())).toString();
  }

  private static List<String> java(List<String> options, String... more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of(more));
    return List.copyOf(command);
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + printed.strip());
    }
  }
}
