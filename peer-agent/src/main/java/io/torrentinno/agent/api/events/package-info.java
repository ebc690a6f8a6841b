/** Tells listeners over HTTP what happens to the agent. */
@NullMarked
package io.torrentinno.agent.api.events;

import org.jspecify.annotations.NullMarked;
