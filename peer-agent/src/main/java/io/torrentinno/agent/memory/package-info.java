/** Bounds on the heap that requests, peers and resources take together. */
@NullMarked
package io.torrentinno.agent.memory;

import org.jspecify.annotations.NullMarked;
