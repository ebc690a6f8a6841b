package io.torrentinno.agent.sharing;

/** What was read and hashed to be shared. */
public sealed interface Hashed permits HashedFile, HashedTree {}
