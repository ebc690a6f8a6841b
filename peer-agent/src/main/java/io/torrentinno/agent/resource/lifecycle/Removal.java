package io.torrentinno.agent.resource.lifecycle;

/** The data that is deleted with a resource. */
public enum Removal {
  /** Only the stored state of the resource. */
  KEEP_DATA,
  /** Its file, too. */
  DELETE_DATA,
  /** Its file or folder, in whose place its replacement is put. */
  REPLACED,
  /** The remains of a resource that could not be added. */
  UNDO
}
