package io.torrentinno.agent.cli.commands;

import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.cli.client.Reasons;
import io.torrentinno.protocol.token.Scope;
import io.torrentinno.protocol.token.Token;
import io.torrentinno.protocol.token.TokenFile;
import io.torrentinno.protocol.token.TokenText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

/** Changes a token file. Agents and trackers see the change within about a second. */
@Command(
    name = "token",
    description = "Makes, lists and revokes the tokens that an agent or a tracker asks for.",
    mixinStandardHelpOptions = true)
public final class TokenCommand implements Runnable {
  private static final String ROW = "%-30s  %-24s  %s%n";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing: create, list, revoke.");
  }

  @Command(
      name = "create",
      description = "Makes a token and prints it. It is not stored and cannot be printed again.",
      mixinStandardHelpOptions = true)
  void create(
      @Mixin FileOption file,
      @Option(
              names = "--scope",
              required = true,
              split = ",",
              paramLabel = "SCOPE",
              converter = ScopeConverter.class,
              description =
                  "read, operate (includes read), admin (includes operate) or announce;"
                      + " or several of them, with commas between them.")
          List<Scope> scopes,
      @Option(
              names = "--name",
              paramLabel = "NAME",
              description =
                  "The name of the token in logs and lists; by default the scope and a number.")
          @Nullable String name,
      @Option(
              names = "--expires",
              paramLabel = "TIME",
              defaultValue = "never",
              converter = ExpiryConverter.class,
              description =
                  "When the token expires: 90d, 12h, 2030-01-31T00:00:00Z or never (the default).")
          Instant expiry) {
    String text = TokenText.create(new SecureRandom());
    Token token;
    try {
      Set<Scope> all = EnumSet.copyOf(scopes);
      String named = name == null ? freeName(file, all) : name;
      token = new Token(named, all, expiry, TokenText.hash(text));
      Files.createDirectories(file.path().toAbsolutePath().getParent());
      file.tokens().add(token);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed("Can't make the token: " + e.getMessage() + ".", e);
    } catch (IOException e) {
      throw file.failed(e);
    }
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        "The token "
            + token.name()
            + " ("
            + token.scopeWords()
            + ") is valid now. Its hash is in "
            + file.path()
            + ". Keep the token; it is not shown again:");
    err.flush();
    print(text);
  }

  @Command(name = "list", description = "Lists the tokens.", mixinStandardHelpOptions = true)
  void list(@Mixin FileOption file) {
    PrintWriter out = spec.commandLine().getOut();
    List<Token> tokens = file.all();
    if (tokens.isEmpty()) {
      print("No token is in " + file.path() + ".");
      return;
    }
    Instant now = Instant.now();
    out.printf(ROW, "NAME", "SCOPES", "EXPIRES");
    for (Token it : tokens) {
      String end = it.expiry().equals(Instant.MAX) ? "never" : it.expiry().toString();
      out.printf(ROW, it.name(), it.scopeWords(), it.isExpired(now) ? end + " (expired)" : end);
    }
    out.flush();
  }

  @Command(
      name = "revoke",
      description = "Removes a token, and ends the sessions that were begun with it.",
      mixinStandardHelpOptions = true)
  void revoke(
      @Mixin FileOption file,
      @Parameters(paramLabel = "NAME", description = "The name of the token.") String name) {
    try {
      if (!file.tokens().remove(name)) {
        throw new CommandFailed("No token is called " + name + " in " + file.path() + ".");
      }
    } catch (IOException e) {
      throw file.failed(e);
    }
    print("The token " + name + " is revoked.");
    if (file.all().isEmpty()) {
      print(
          "It was the last token. An agent without tokens serves only callers on its own machine.");
    }
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  /** A free name: the last scope and the lowest free number, such as {@code operate-1}. */
  private static String freeName(FileOption file, Set<Scope> scopes) {
    Set<String> names = file.all().stream().map(Token::name).collect(Collectors.toSet());
    String strongest = scopes.stream().reduce((_, last) -> last).orElse(Scope.READ).word();
    return Stream.iterate(1, i -> i + 1)
        .map(i -> strongest + "-" + i)
        .filter(it -> !names.contains(it))
        .findFirst()
        .orElseThrow();
  }

  /** The options that name the token file. */
  static final class FileOption {
    @Option(
        names = "--file",
        paramLabel = "FILE",
        defaultValue = "${env:TORRENTINNO_AGENT_TOKENSFILE}",
        description =
            "The token file of an agent or a tracker; by default .torrentinno/tokens in the"
                + " agent's data folder.")
    private @Nullable Path file;

    @Option(
        names = "--data-dir",
        paramLabel = "DIR",
        defaultValue = "${env:TORRENTINNO_AGENT_DATADIR:-torrentinno-data}",
        description = "The agent's data folder (${DEFAULT-VALUE}).")
    private Path dataDir = Path.of("torrentinno-data");

    Path path() {
      return file == null ? dataDir.resolve(".torrentinno").resolve("tokens") : file;
    }

    TokenFile tokens() {
      return new TokenFile(path());
    }

    List<Token> all() {
      try {
        return tokens().read().tokens();
      } catch (IOException e) {
        throw failed(e);
      }
    }

    CommandFailed failed(IOException cause) {
      return new CommandFailed("The token file " + path() + ": " + Reasons.of(cause) + ".", cause);
    }
  }

  static final class ScopeConverter implements ITypeConverter<Scope> {
    @Override
    public Scope convert(String text) {
      return Scope.of(text)
          .orElseThrow(
              () -> new TypeConversionException("not read, operate, admin or announce: " + text));
    }
  }

  /** Reads the time at which a token expires. */
  static final class ExpiryConverter implements ITypeConverter<Instant> {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,5})([hd])");

    @Override
    public Instant convert(String text) {
      Matcher span = SPAN.matcher(text);
      if (span.matches()) {
        int number = Integer.parseInt(span.group(1));
        Duration length =
            span.group(2).equals("d") ? Duration.ofDays(number) : Duration.ofHours(number);
        return Instant.now().plus(length).truncatedTo(ChronoUnit.SECONDS);
      }
      try {
        return text.equals("never") ? Instant.MAX : Instant.parse(text);
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "not a time such as 90d, 12h, 2030-01-31T00:00:00Z or never: " + text);
      }
    }
  }
}
