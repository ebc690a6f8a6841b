package io.torrentinno.agent.resource;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.resource.lifecycle.Mailbox;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Calls that wait for their turn in the mailbox of a resource.
 *
 * @param name gives the name of the resource
 */
record WaitingCalls(Mailbox mailbox, Supplier<String> name) {
  /** The longest time that a call waits for its turn. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A call that can be refused, or fail because of the disk. */
  interface Step {
    void run() throws StorageException;
  }

  /**
   * Runs a task in a turn, and waits for its end.
   *
   * @throws ResourceException {@link Reason#BUSY} when the turn does not come in time or the thread
   *     is interrupted; others when the task fails
   */
  void call(Step step) {
    try {
      mailbox.call(
          () -> {
            step.run();
            return true;
          },
          PATIENCE);
    } catch (TimeoutException e) {
      throw new ResourceException(
          Reason.BUSY, "busy with earlier calls, try again: " + name.get(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ResourceException(Reason.BUSY, "the agent is ending", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause
          ? Failures.refusal(cause)
          : new IllegalStateException(e.getCause());
    }
  }
}
