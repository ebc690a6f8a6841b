/** Which parameters calls have; all others are refused. */
@NullMarked
package io.torrentinno.agent.api.parameters;

import org.jspecify.annotations.NullMarked;
