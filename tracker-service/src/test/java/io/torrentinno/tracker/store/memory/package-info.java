@NullMarked
package io.torrentinno.tracker.store.memory;

import org.jspecify.annotations.NullMarked;
