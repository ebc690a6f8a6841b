package io.torrentinno.agent.resource.lifecycle;

/** What is deleted with a resource. */
public enum Removal {
  /** Nothing but what the agent remembers of it. */
  KEEP_DATA,
  /** Its file too. */
  DELETE_DATA,
  /** What adding it has left, as it could not be added. */
  UNDO
}
