/** Which pieces of a resource are verified, kept over a restart. */
@NullMarked
package io.torrentinno.agent.content.checkpoint;

import org.jspecify.annotations.NullMarked;
