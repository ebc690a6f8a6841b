package io.torrentinno.agent.hashing;

/** Which of two tasks is done first; of two that are equally urgent it is the shorter one. */
public enum Urgency {
  /** A person has asked for it. */
  PERSON,
  /** The agent does it by itself, after a restart for one. */
  RESTART
}
