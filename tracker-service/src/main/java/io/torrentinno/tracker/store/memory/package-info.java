/**
 * Swarms in memory: the default store, for a tracker without Redis. The store in Redis also keeps
 * its table in one. {@code MemorySwarmStore} has the swarms, and a {@code MemorySwarm} has up to
 * four {@code MemberTable}s: seeders and leechers, each with IPv4 and with IPv6 addresses.
 */
@NullMarked
package io.torrentinno.tracker.store.memory;

import org.jspecify.annotations.NullMarked;
