/** Swarms in this process's memory: the default, for one tracker by itself. */
@NullMarked
package io.torrentinno.tracker.store.memory;

import org.jspecify.annotations.NullMarked;
