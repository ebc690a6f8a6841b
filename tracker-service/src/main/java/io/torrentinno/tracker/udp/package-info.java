/** The tracker's UDP door: BEP 15, BEP 41 and {@code specs/tracker-udp.md}. */
@NullMarked
package io.torrentinno.tracker.udp;

import org.jspecify.annotations.NullMarked;
