/** What sessions take and return: events, commands, settings, and the values in them. */
@NullMarked
package io.torrentinno.agent.engine.model;

import org.jspecify.annotations.NullMarked;
