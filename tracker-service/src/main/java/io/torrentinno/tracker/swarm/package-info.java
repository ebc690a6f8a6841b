/**
 * Swarms and the rules of an announce: which peers an answer has, and how long a peer stays listed.
 * This package uses no event loops, no store and no framework.
 */
@NullMarked
package io.torrentinno.tracker.swarm;

import org.jspecify.annotations.NullMarked;
