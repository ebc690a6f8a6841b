/** Connections of callers, and the limits of all of them together. */
@NullMarked
package io.torrentinno.tracker.http.connection;

import org.jspecify.annotations.NullMarked;
