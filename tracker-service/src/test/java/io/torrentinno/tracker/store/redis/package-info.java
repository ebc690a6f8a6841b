/** Tests of the store in Redis, with real servers and one that answers as a test wants. */
@NullMarked
package io.torrentinno.tracker.store.redis;

import org.jspecify.annotations.NullMarked;
