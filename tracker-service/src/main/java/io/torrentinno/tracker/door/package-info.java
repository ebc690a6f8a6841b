/** What every door of the tracker needs: event loops, metrics, and whose address counts. */
@NullMarked
package io.torrentinno.tracker.door;

import org.jspecify.annotations.NullMarked;
