package io.torrentinno.agent.hashing;

/** The urgency of a task. Of two tasks with the same urgency, the shorter one is done first. */
public enum Urgency {
  /** A person has asked for the task. */
  PERSON,
  /** The agent does the task by itself, for example after a restart. */
  RESTART
}
