/** The store in Redis, where a Redis is configured. */
@NullMarked
package io.torrentinno.tracker.config.redis;

import org.jspecify.annotations.NullMarked;
