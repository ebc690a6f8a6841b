package io.torrentinno.agent.content;

/** The part of a resource that has got its final name. */
public enum NamedContent {
  NOTHING,
  /** Nothing, because pieces of chosen files are missing. */
  MISSING,
  /** The chosen files of a folder of which pieces are missing. */
  CHOSEN,
  ALL
}
