package io.torrentinno.agent.engine.model;

/** Identifies one connection of one session; never used again. */
public record ConnectionId(int value) {}
