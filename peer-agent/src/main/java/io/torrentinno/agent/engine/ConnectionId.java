package io.torrentinno.agent.engine;

/** Names one connection of one session; never used again. */
public record ConnectionId(int value) {}
