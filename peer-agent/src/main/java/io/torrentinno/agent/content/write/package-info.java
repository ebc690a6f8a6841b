/** Writes received bytes to their places and verifies pieces, on a few threads. */
@NullMarked
package io.torrentinno.agent.content.write;

import org.jspecify.annotations.NullMarked;
