@NullMarked
package io.torrentinno.tracker.swarm.model;

import org.jspecify.annotations.NullMarked;
