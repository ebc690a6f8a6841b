/** What peers and trackers tell each other, and its form in JSON ({@code specs/tracker.md}). */
@NullMarked
package io.torrentinno.protocol.announce;

import org.jspecify.annotations.NullMarked;
