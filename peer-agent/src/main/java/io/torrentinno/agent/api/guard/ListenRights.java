package io.torrentinno.agent.api.guard;

import java.util.function.BooleanSupplier;

/** Checks whether the callers of calls that last for hours may still make them. */
public interface ListenRights {
  /**
   * Whether the caller of the request that this thread serves may still read, whenever it is asked:
   * the token or session may have ended. May wait for the disk. For any thread.
   */
  BooleanSupplier ofCaller();
}
