package io.torrentinno.tracker.swarm.model;

import java.time.Duration;

/**
 * The answer to an announce.
 *
 * @param interval the time until the next announce
 */
public record Answer(Selection selection, Duration interval) {}
