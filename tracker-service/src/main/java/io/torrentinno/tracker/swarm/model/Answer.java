package io.torrentinno.tracker.swarm.model;

import java.time.Duration;

/**
 * What a peer hears back.
 *
 * @param interval how long to wait before the next announce
 */
public record Answer(Selection selection, Duration interval) {}
