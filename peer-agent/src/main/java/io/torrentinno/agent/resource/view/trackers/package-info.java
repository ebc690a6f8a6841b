/** The state of a resource's trackers. */
@NullMarked
package io.torrentinno.agent.resource.view.trackers;

import org.jspecify.annotations.NullMarked;
