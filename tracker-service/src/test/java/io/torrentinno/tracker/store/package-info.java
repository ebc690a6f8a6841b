/** What every store must do. */
@NullMarked
package io.torrentinno.tracker.store;

import org.jspecify.annotations.NullMarked;
