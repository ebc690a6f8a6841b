/** The tracker's UDP endpoint: BEP 15, BEP 41 and {@code specs/tracker-udp.md}. */
@NullMarked
package io.torrentinno.tracker.udp;

import org.jspecify.annotations.NullMarked;
