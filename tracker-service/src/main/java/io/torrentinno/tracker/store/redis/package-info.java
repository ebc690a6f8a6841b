/**
 * Swarms that several trackers share through Redis: each holds the whole table in memory, and a log
 * in Redis, of the announces of the last TTL, keeps the tables equal. Read {@code RedisSwarmStore}
 * first, then {@code RedisLog}, {@code LogStream} and {@code LogEntry}.
 */
@NullMarked
package io.torrentinno.tracker.store.redis;

import org.jspecify.annotations.NullMarked;
