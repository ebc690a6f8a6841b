/**
 * Decides which blocks are requested from which peers, and which peers are served. {@link
 * TorrentSession} takes events and returns commands. Nothing here does I/O, reads a clock or uses a
 * thread.
 */
@NullMarked
package io.torrentinno.agent.engine;

import org.jspecify.annotations.NullMarked;
