/** The values of announces and answers, without behaviour. */
@NullMarked
package io.torrentinno.tracker.swarm.model;

import org.jspecify.annotations.NullMarked;
