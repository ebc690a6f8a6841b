/** The HTTP client for announces: makes requests of them, and reads the answers of trackers. */
@NullMarked
package io.torrentinno.agent.announce.client;

import org.jspecify.annotations.NullMarked;
