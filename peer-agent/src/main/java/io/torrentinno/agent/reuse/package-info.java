/** Finds bytes of a resource that the agent holds already, in other resources. */
@NullMarked
package io.torrentinno.agent.reuse;

import org.jspecify.annotations.NullMarked;
