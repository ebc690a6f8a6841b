/** Connections of callers, and the limits on what they take together. */
@NullMarked
package io.torrentinno.tracker.http.connection;

import org.jspecify.annotations.NullMarked;
