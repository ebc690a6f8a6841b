package io.torrentinno.agent.engine.model;

/** Names one connection of one session; never used again. */
public record ConnectionId(int value) {}
