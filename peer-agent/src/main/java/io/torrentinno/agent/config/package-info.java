/** Reads the settings, and connects the parts of an agent. */
@NullMarked
package io.torrentinno.agent.config;

import org.jspecify.annotations.NullMarked;
