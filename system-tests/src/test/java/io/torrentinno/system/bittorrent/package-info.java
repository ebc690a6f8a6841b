/** Clients of BitTorrent that others made. */
@NullMarked
package io.torrentinno.system.bittorrent;

import org.jspecify.annotations.NullMarked;
