/** The Redis that swarms are stored in, where one is configured. */
@NullMarked
package io.torrentinno.tracker.config.redis;

import org.jspecify.annotations.NullMarked;
