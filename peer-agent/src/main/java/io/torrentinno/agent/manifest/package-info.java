/** What a resource is, whichever version its manifest has. */
@NullMarked
package io.torrentinno.agent.manifest;

import org.jspecify.annotations.NullMarked;
