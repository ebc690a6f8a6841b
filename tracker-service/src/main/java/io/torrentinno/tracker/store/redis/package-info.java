/** Swarms in Redis: any number of trackers that share one behave as one. */
@NullMarked
package io.torrentinno.tracker.store.redis;

import org.jspecify.annotations.NullMarked;
