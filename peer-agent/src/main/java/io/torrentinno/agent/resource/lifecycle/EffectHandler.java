package io.torrentinno.agent.resource.lifecycle;

import org.jspecify.annotations.Nullable;

/** Does what a lifecycle decides. Called in turns of the mailbox, never by two threads. */
public interface EffectHandler {
  /**
   * Does it; may block, but not for as long as it takes to read a file.
   *
   * @return what came of it; null when nothing comes of it, or later
   */
  @Nullable Event perform(Effect effect);

  /** The event that a fault of this program counts as. */
  Event faulted(int run, RuntimeException fault);

  /** The resource is in another phase, and all that belongs to it is done. */
  void entered(Phase phase);

  /** {@link ResourceActor#unsaved} is another failure, or none any more. */
  void unsavedChanged();
}
