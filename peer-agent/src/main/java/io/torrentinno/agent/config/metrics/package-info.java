/** Measures the agent, for Micrometer. */
@NullMarked
package io.torrentinno.agent.config.metrics;

import org.jspecify.annotations.NullMarked;
