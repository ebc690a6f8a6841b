package io.torrentinno.agent.sharing;

/** Why a share failed before the agent was restarted. */
public final class PastFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  PastFailure(Sharer.Problem problem) {
    super(problem.message());
    this.reason = problem.reason();
  }

  /** As in {@link Sharer.Problem}. */
  public String reason() {
    return reason;
  }
}
