/** The event loops that serve announces, and the sockets that they listen on. */
@NullMarked
package io.torrentinno.tracker.loops;

import org.jspecify.annotations.NullMarked;
