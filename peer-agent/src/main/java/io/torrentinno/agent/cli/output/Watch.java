package io.torrentinno.agent.cli.output;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.cli.output.ProgressBoard.Row;
import io.torrentinno.protocol.rest.ResourceBody;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Follows downloads until all of them are complete. */
public final class Watch {
  private static final Duration PERIOD = Duration.ofMillis(100);

  private final ProgressBoard board;
  private final Duration stallLimit;
  private final CountDownLatch ended;

  /**
   * A watch that gives up when nothing arrives.
   *
   * @param stallLimit the longest time in which no download receives anything
   * @param ended ends the watch early
   */
  public Watch(ProgressBoard board, Duration stallLimit, CountDownLatch ended) {
    this.board = board;
    this.stallLimit = stallLimit;
    this.ended = ended;
  }

  /** One agent's download. */
  public static final class Download {
    private final String label;
    private final AgentClient agent;
    private final String infoHash;
    private long completedAt;
    private long completedBytes;

    public Download(String label, AgentClient agent, String infoHash) {
      this.label = label;
      this.agent = agent;
      this.infoHash = infoHash;
    }

    public String label() {
      return label;
    }

    /** When it was first seen complete, by {@link System#nanoTime}. */
    public long completedAt() {
      return completedAt;
    }

    private Row look() {
      ResourceBody now = agent.status(infoHash);
      if (now.state().equals("error")) {
        String again =
            now.retryIn() == null
                ? ""
                : "; the agent tries again in " + Amounts.duration(now.retryIn());
        throw new CommandFailed(now.name() + ": " + now.error() + again);
      }
      completedBytes = now.completedBytes();
      if (completedAt == 0 && now.isComplete()) {
        completedAt = System.nanoTime();
      }
      return new Row(label, completedBytes, now.selectedBytes(), now.downloadRate());
    }
  }

  /**
   * Returns when all downloads are complete.
   *
   * @throws CommandFailed when one fails, nothing arrives for too long, or the watch was ended
   */
  public void await(List<Download> downloads) throws InterruptedException {
    long arrived = -1;
    long arrivedAt = System.nanoTime();
    do {
      board.show(downloads.stream().map(Download::look).toList());
      if (downloads.stream().allMatch(it -> it.completedAt != 0)) {
        return;
      }
      long sum = downloads.stream().mapToLong(it -> it.completedBytes).sum();
      if (sum != arrived) {
        arrived = sum;
        arrivedAt = System.nanoTime();
      } else if (System.nanoTime() - arrivedAt > stallLimit.toNanos()) {
        throw new CommandFailed("Nothing has arrived for " + stallLimit.toSeconds() + " s.");
      }
    } while (!ended.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS));
    throw new CommandFailed("Interrupted.");
  }
}
