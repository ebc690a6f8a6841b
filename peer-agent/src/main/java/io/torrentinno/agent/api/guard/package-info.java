/** Which hosts and origins may call the REST API. */
@NullMarked
package io.torrentinno.agent.api.guard;

import org.jspecify.annotations.NullMarked;
