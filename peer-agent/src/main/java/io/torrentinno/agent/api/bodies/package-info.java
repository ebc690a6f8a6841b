/** Reads the bodies of requests within bounds of time, size, number and memory. */
@NullMarked
package io.torrentinno.agent.api.bodies;

import org.jspecify.annotations.NullMarked;
