package io.torrentinno.agent.events;

import io.torrentinno.protocol.model.InfoHash;

/** How far a resource is. */
public record ResourceProgress(InfoHash infoHash, Figures figures) {}
