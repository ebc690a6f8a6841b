/** Fetches one resource without an agent that keeps running: {@code torrentinno get}. */
@NullMarked
package io.torrentinno.agent.oneshot;

import org.jspecify.annotations.NullMarked;
