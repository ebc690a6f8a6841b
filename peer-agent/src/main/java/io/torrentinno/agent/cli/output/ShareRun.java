package io.torrentinno.agent.cli.output;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.cli.output.ProgressBoard.Row;
import io.torrentinno.protocol.rest.ResourceBody;
import io.torrentinno.protocol.rest.ShareBody;
import io.torrentinno.protocol.rest.SharedBody;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Waits until the shares of files end, and prints the result of each. */
public final class ShareRun {
  private static final long PERIOD_MILLIS = 250;

  private final AgentClient agent;
  private final PrintWriter out;
  private final PrintWriter complaints;
  private final List<Item> items = new ArrayList<>();
  private @Nullable Consumer<ResourceBody> whenShared;
  private int failed;
  private int stopped;

  /**
   * A run without files.
   *
   * @param out takes a line for each file that is shared
   * @param complaints takes a line for each file that is not shared, or not served, and the
   *     progress
   */
  public ShareRun(AgentClient agent, PrintWriter out, PrintWriter complaints) {
    this.agent = agent;
    this.out = out;
    this.complaints = complaints;
  }

  /**
   * From now on, this is done with each resource before its line is printed. The action may sign
   * the resource and so end its error. So no error is printed after it, and {@link #stopped} counts
   * none.
   */
  public void whenShared(Consumer<ResourceBody> action) {
    whenShared = action;
  }

  /** A file and its share. */
  private record Item(String file, ShareBody share) {}

  /** Adds a file for which the agent has answered. */
  public void add(String file, SharedBody answer) {
    ShareBody share = answer.share();
    if (share != null) {
      items.add(new Item(file, share));
    } else if (answer.resource() != null) {
      print(file, answer.resource());
    } else {
      fail(file, String.valueOf(answer.problem()));
    }
  }

  /** Adds a file that can't be shared. */
  public void fail(String file, String reason) {
    failed++;
    complaints.println(file + ": " + reason);
    complaints.flush();
  }

  /** Waits for the end of all shares, and returns how many files were not shared. */
  public int await() {
    ProgressBoard board = ProgressBoard.on(complaints);
    List<Item> left = new ArrayList<>(items);
    while (!left.isEmpty()) {
      List<Row> rows = new ArrayList<>();
      left.removeIf(item -> isOver(item, rows));
      if (!rows.isEmpty()) {
        board.show(rows);
      }
      pause();
    }
    return failed;
  }

  private boolean isOver(Item item, List<Row> rows) {
    ShareBody now;
    try {
      now = agent.share(item.share.id());
    } catch (CommandFailed e) {
      if (items.size() == 1) {
        throw e;
      }
      fail(item.file, String.valueOf(e.getMessage()));
      return true;
    }
    rows.add(new Row(now.name(), now.hashedBytes(), now.size(), 0));
    ResourceBody resource = now.resource();
    if (resource != null) {
      print(item.file, resource);
    } else if (now.problem() != null) {
      fail(item.file, now.problem().toString());
    }
    return resource != null || now.problem() != null;
  }

  /** How many resources have been shared that the agent does not serve, because of an error. */
  public int stopped() {
    return stopped;
  }

  private void print(String file, ResourceBody resource) {
    if (whenShared != null) {
      whenShared.accept(resource);
    }
    out.println(resource.infoHash() + "  " + resource.name());
    out.flush();
    if (whenShared == null && resource.state().equals("error")) {
      stopped++;
      complaints.println(file + ": the agent does not serve it: " + resource.error());
      complaints.flush();
    }
  }

  private static void pause() {
    try {
      new CountDownLatch(1).await(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("Interrupted. The agent continues; 'ls' shows its resources.", e);
    }
  }
}
