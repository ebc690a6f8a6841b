/**
 * The peers of one resource. Runs its session on an event loop and carries out the session's
 * commands.
 */
@NullMarked
package io.torrentinno.agent.resource.swarm;

import org.jspecify.annotations.NullMarked;
