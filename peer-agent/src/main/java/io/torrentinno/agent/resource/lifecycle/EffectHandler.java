package io.torrentinno.agent.resource.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * Carries out the effects of a lifecycle. Called in turns of the mailbox, never by two threads at a
 * time.
 */
public interface EffectHandler {
  /**
   * Carries out an effect. May block, but not for the time of reading a file.
   *
   * @return the resulting event; null when there is none, or it comes later
   */
  @Nullable Event perform(Effect effect);

  /** The event for a fault of this program. */
  Event faulted(int run, RuntimeException fault);

  /** The resource is in another phase, and the effects of this are done. */
  void entered(Phase phase);

  /** {@link ResourceActor#unsaved} has changed. */
  void unsavedChanged();
}
