/**
 * The peers of one resource: runs its session on an event loop and does what the session commands.
 */
@NullMarked
package io.torrentinno.agent.resource.swarm;

import org.jspecify.annotations.NullMarked;
