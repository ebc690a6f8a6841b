/**
 * Swarms and the rules of an announce: who is told of whom, for how long. Knows no eventLoops, no
 * store and no framework.
 */
@NullMarked
package io.torrentinno.tracker.swarm;

import org.jspecify.annotations.NullMarked;
