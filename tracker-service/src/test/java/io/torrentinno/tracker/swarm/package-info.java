@NullMarked
package io.torrentinno.tracker.swarm;

import org.jspecify.annotations.NullMarked;
