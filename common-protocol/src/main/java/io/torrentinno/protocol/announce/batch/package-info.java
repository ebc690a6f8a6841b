/**
 * What a peer tells a tracker of many resources at once, what that answers, and the form of both in
 * JSON ({@code specs/tracker.md}).
 */
@NullMarked
package io.torrentinno.protocol.announce.batch;

import org.jspecify.annotations.NullMarked;
