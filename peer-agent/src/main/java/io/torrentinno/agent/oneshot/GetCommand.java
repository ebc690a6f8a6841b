package io.torrentinno.agent.oneshot;

import io.torrentinno.agent.cli.output.Amounts;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.protocol.model.HostAndPort;
import io.torrentinno.protocol.model.TrackerAddress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Fetches one file or folder by an agent that lives as long as the command. */
@Command(
    name = "get",
    description = {
      "Fetches one file or folder into a folder, without an agent.",
      "Shows the progress on the standard error, and prints the path when it is complete."
          + " After an interruption, the same command continues."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:The file or folder is complete.",
      "  1:It failed, as the last line says. What has arrived stays.",
      "  2:The arguments are wrong.",
      "130:It was ended by Ctrl-C (by SIGTERM: 143). What has arrived stays."
    })
public final class GetCommand implements Runnable {
  private final Runnable setUp;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "LINK|MANIFEST|URL",
      description =
          "A magnet link; or a manifest: a file, an http or https URL, or - for the standard"
              + " input.")
  private String source = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = ".",
      description =
          "The folder to write to (${DEFAULT-VALUE}), not the name of the file. Made"
              + " when it is missing.")
  private Path folder = Path.of(".");

  @Option(
      names = "--name",
      description = "The name of the file or folder there; by default the name in the manifest.")
  private @Nullable String name;

  @Option(
      names = "--only",
      paramLabel = "FILE",
      description =
          "Fetches these files of a folder and no others: a path, a folder, or a pattern such as"
              + " '*.txt' or 'weights/**'. May be given several times.")
  private List<String> only = List.of();

  @Option(
      names = "--skip",
      paramLabel = "FILE",
      description = "Does not fetch these files. May be given several times.")
  private List<String> skip = List.of();

  @Option(
      names = "--seed-for",
      paramLabel = "DURATION",
      converter = Amounts.DurationConverter.class,
      defaultValue = "0s",
      description =
          "Time to serve others after the resource is complete, such as 90s, 10m or 2h (0s).")
  private Duration seedFor = Duration.ZERO;

  @Option(
      names = "--peer",
      paramLabel = "HOST:PORT",
      converter = PeerConverter.class,
      description =
          "Connects to this agent, also when no tracker names it. May be given several times.")
  private List<HostAndPort> peers = List.of();

  @Option(
      names = "--tracker",
      paramLabel = "HOST:PORT",
      converter = TrackerConverter.class,
      defaultValue = "${env:TORRENTINNO_AGENT_TRACKER:-127.0.0.1:8080}",
      description =
          "The tracker to use when no tracker of the link or manifest answers; also set by"
              + " TORRENTINNO_AGENT_TRACKER (${DEFAULT-VALUE}).")
  private TrackerAddress tracker = new TrackerAddress("127.0.0.1", 8080);

  @Mixin private SecurityOptions security = new SecurityOptions();

  /** {@code setUp} runs before anything of the agent is loaded. */
  public GetCommand(Runnable setUp) {
    this.setUp = setUp;
  }

  private GetChoice choice() {
    try {
      return new GetChoice(name, new FileChoice(only, skip, List.of(), List.of()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void run() {
    setUp.run();
    PrintWriter out = spec.commandLine().getOut();
    ProgressLine progress = ProgressLine.on(spec.commandLine().getErr());
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = Ending.whenAsked(asked, ended);
    try (GetSecurity used = security.open()) {
      GetRun.Wanted wanted = new GetRun.Wanted(folder, choice(), tracker, peers, seedFor);
      GetRun run = new GetRun(wanted, progress, asked, used);
      out.println(run.get(GetSource.of(source)));
      out.flush();
    } finally {
      ended.countDown();
      Ending.forget(hook);
    }
  }

  private static final class PeerConverter implements ITypeConverter<HostAndPort> {
    @Override
    public HostAndPort convert(String text) {
      return parse(text, HostAndPort::parse);
    }
  }

  private static final class TrackerConverter implements ITypeConverter<TrackerAddress> {
    @Override
    public TrackerAddress convert(String text) {
      return parse(text, TrackerAddress::parse);
    }
  }

  private static <T> T parse(String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
