package io.torrentinno.agent.engine.model;

/** The reason why a session closes a connection. */
public enum DisconnectReason {
  /** The peer is this agent itself. */
  SELF,
  /** Another connection with the same peer is kept. */
  DUPLICATE,
  /** The session has as many connections as it may have. */
  FULL,
  /** Both sides have every piece. */
  REDUNDANT,
  /** It broke the protocol. */
  PROTOCOL,
  /** It asked for more than it may, or sent a flood of needless messages. */
  FLOOD,
  /** It sent a block without a request. */
  UNREQUESTED,
  /** It sent a piece that does not match its hash, or hashes that are wrong. */
  CORRUPT,
  /** It speaks TI/1, and the resource is for TI/2 peers alone. */
  DIALECT,
  /** It was banned earlier and the ban has not ended. */
  BANNED,
  /** It sent nothing for too long. */
  SILENT
}
