/**
 * Announces of peers and answers of trackers, and their form in JSON ({@code specs/tracker.md}).
 */
@NullMarked
package io.torrentinno.protocol.announce;

import org.jspecify.annotations.NullMarked;
