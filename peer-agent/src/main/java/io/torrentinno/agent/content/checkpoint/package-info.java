/** Keeps over a restart which pieces of a resource are verified. */
@NullMarked
package io.torrentinno.agent.content.checkpoint;

import org.jspecify.annotations.NullMarked;
