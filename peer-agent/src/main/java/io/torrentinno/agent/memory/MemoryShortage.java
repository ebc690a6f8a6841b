package io.torrentinno.agent.memory;

/** There is not enough of a {@link MemoryBudget} left. */
public final class MemoryShortage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean permanent;

  MemoryShortage(String message, boolean permanent) {
    super(message);
    this.permanent = permanent;
  }

  /** Whether the whole budget would not do, so that trying again is of no use. */
  public boolean isPermanent() {
    return permanent;
  }
}
