/** Calls that read and change rate limits. */
@NullMarked
package io.torrentinno.agent.api.limits;

import org.jspecify.annotations.NullMarked;
