/** Processes that are killed, that come late, or that break the protocol. */
@NullMarked
package io.torrentinno.system.failures;

import org.jspecify.annotations.NullMarked;
