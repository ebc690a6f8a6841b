/**
 * The store that trackers share through Redis, on real servers and one that says what a test wants.
 */
@NullMarked
package io.torrentinno.tracker.store.redis;

import org.jspecify.annotations.NullMarked;
