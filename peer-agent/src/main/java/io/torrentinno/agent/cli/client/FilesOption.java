package io.torrentinno.agent.cli.client;

import io.torrentinno.protocol.rest.FilesBody;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that choose files of a resource. */
public final class FilesOption {
  @Option(
      names = "--only",
      paramLabel = "FILE",
      description = {
        "Fetches these files and no others. A path, a folder, or a pattern such as '*.txt' or",
        "'weights/**'; may be given several times."
      })
  private List<String> only = List.of();

  @Option(names = "--skip", paramLabel = "FILE", description = "Does not fetch these files.")
  private List<String> skip = List.of();

  @Option(
      names = "--normal",
      paramLabel = "FILE",
      description = "Fetches these files with normal priority.")
  private List<String> normal = List.of();

  @Option(names = "--high", paramLabel = "FILE", description = "Fetches these files first.")
  private List<String> high = List.of();

  public boolean isEmpty() {
    return only.isEmpty() && skip.isEmpty() && normal.isEmpty() && high.isEmpty();
  }

  /** The parameters of the options. */
  public FilesBody body() {
    return new FilesBody(only, skip, normal, high);
  }

  /** Adds them to the parameters of a call that adds a resource. */
  public Query addTo(Query query) {
    Query all = query;
    for (String file : only) {
      all = all.with("only", file);
    }
    for (String file : skip) {
      all = all.with("skip", file);
    }
    for (String file : normal) {
      all = all.with("normal", file);
    }
    for (String file : high) {
      all = all.with("high", file);
    }
    return all;
  }
}
