/** Calls agents, and reads the options that name the agent and the resource. */
@NullMarked
package io.torrentinno.agent.cli.client;

import org.jspecify.annotations.NullMarked;
