package io.torrentinno.agent.events;

import io.torrentinno.protocol.model.InfoHash;

/** The progress of a resource. */
public record ResourceProgress(InfoHash infoHash, Figures figures) {}
