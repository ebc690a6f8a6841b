package io.torrentinno.agent.resource.lifecycle;

/**
 * Why a resource can't continue.
 *
 * @param heals whether the same attempt may succeed later without help
 * @param message what failed and, unless it heals, what a person has to do; for people
 */
public record Failure(boolean heals, String message) {}
