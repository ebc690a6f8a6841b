package io.torrentinno.agent.cli.demo;

import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.cli.output.Amounts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = {
      "Starts a tracker and agents on this machine, shares a file on the first agent,"
          + " fetches it on the others and compares the copies.",
      "Stays up until Ctrl-C, then removes everything it has made."
    },
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;
  private static final int MOST_AGENTS = 16;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file to share. By default, a file of random bytes is made.")
  private @Nullable Path file;

  @Option(names = "--exit", description = "Ends when the copies are compared.")
  private boolean exit;

  @Option(names = "--agents", paramLabel = "N", description = "Number of agents, 2 to 16 (4).")
  private int agents = 4;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      converter = Amounts.SizeConverter.class,
      description = "Size of the file that is made (256MiB).")
  private long size = 256L << 20;

  @Option(
      names = "--dir",
      paramLabel = "FOLDER",
      description = "Where the temporary folder is made (${DEFAULT-VALUE}).",
      defaultValue = "${sys:java.io.tmpdir}")
  private Path parent = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    String launcher = System.getProperty("torrentinno.launcher");
    if (launcher == null) {
      throw new CommandFailed("The demo needs the launcher: run './torrentinno demo'.");
    }
    if (agents < 2 || agents > MOST_AGENTS) {
      throw new ParameterException(
          spec.commandLine(), "--agents must be from 2 to " + MOST_AGENTS + ".");
    }
    checkFile();
    try (DemoEnvironment ground = DemoEnvironment.in(Path.of(launcher), parent)) {
      return run(ground);
    }
  }

  private int run(DemoEnvironment ground) throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      Path shared = file == null ? sample(ground.folder(), out) : file.toRealPath();
      Demo demo = new Demo(ground, out);
      demo.start(shared, agents);
      demo.transfer(shared);
      if (!exit) {
        demo.stayUp();
      }
      return 0;
    } catch (CommandFailed e) {
      if (ground.ended().await(1, TimeUnit.SECONDS)) {
        return INTERRUPTED; // Ctrl-C has ended the process that failed
      }
      throw e;
    }
  }

  private Path sample(Path folder, PrintWriter out) throws IOException {
    out.println("Making a file of " + Amounts.size(size) + " …");
    out.flush();
    return SampleFile.make(folder.resolve("sample.bin"), size);
  }

  private void checkFile() throws IOException {
    if (file != null && (!Files.isRegularFile(file) || Files.size(file) == 0)) {
      throw new CommandFailed("Not a file, or an empty one: " + file);
    }
    if (size < 1) {
      throw new ParameterException(spec.commandLine(), "--size must be at least 1.");
    }
    long needed = file == null ? size * agents : Files.size(file) * (agents - 1);
    long free = parent.toFile().getUsableSpace();
    if (needed > free) {
      throw new CommandFailed(
          "The copies take %s, and %s has %s: choose another --dir, or a smaller --size."
              .formatted(Amounts.size(needed), parent, Amounts.size(free)));
    }
  }
}
