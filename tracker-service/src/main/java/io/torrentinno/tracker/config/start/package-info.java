/** Stops a start with wrong settings, and prints what is wrong. */
@NullMarked
package io.torrentinno.tracker.config.start;

import org.jspecify.annotations.NullMarked;
