/** Sends the events of an agent to listeners over HTTP. */
@NullMarked
package io.torrentinno.agent.api.events;

import org.jspecify.annotations.NullMarked;
