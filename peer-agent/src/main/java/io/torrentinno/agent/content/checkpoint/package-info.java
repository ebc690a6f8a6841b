/** Records which pieces of a resource are verified, for a restart. */
@NullMarked
package io.torrentinno.agent.content.checkpoint;

import org.jspecify.annotations.NullMarked;
