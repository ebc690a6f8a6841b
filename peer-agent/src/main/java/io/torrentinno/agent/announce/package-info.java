/** The client of trackers: keeps peers listed, and gets other peers. */
@NullMarked
package io.torrentinno.agent.announce;

import org.jspecify.annotations.NullMarked;
