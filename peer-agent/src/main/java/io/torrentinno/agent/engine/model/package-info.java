/** The input and output of sessions: events, commands, settings, and their values. */
@NullMarked
package io.torrentinno.agent.engine.model;

import org.jspecify.annotations.NullMarked;
