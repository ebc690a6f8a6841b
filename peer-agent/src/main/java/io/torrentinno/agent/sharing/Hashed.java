package io.torrentinno.agent.sharing;

/** A file or folder that was read and hashed, to be shared. */
public sealed interface Hashed permits HashedFile, HashedTree {}
