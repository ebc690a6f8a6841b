/**
 * What to ask whom for, and whom to serve. {@link TorrentSession} takes events and returns
 * commands; nothing here does I/O, reads a clock or knows a thread.
 */
@NullMarked
package io.torrentinno.agent.engine;

import org.jspecify.annotations.NullMarked;
