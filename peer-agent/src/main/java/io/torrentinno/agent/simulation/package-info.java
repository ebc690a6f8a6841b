/**
 * Swarms of many sessions in one JVM, on simulated links and fake time: the real engine, no model
 * of it.
 */
@NullMarked
package io.torrentinno.agent.simulation;

import org.jspecify.annotations.NullMarked;
