/**
 * Batches: announces of several resources in one request, their answers, and the form of both in
 * JSON ({@code specs/tracker.md}).
 */
@NullMarked
package io.torrentinno.protocol.announce.batch;

import org.jspecify.annotations.NullMarked;
