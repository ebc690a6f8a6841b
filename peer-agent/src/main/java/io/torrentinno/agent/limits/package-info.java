/** How fast an agent, and each of its resources, may send and receive. */
@NullMarked
package io.torrentinno.agent.limits;

import org.jspecify.annotations.NullMarked;
