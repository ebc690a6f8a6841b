/**
 * Swarms of many sessions in one JVM, on simulated links and in simulated time. The sessions are
 * those of the real engine.
 */
@NullMarked
package io.torrentinno.agent.simulation;

import org.jspecify.annotations.NullMarked;
