/** Fetches the manifest of a resource of which only the info-hash is known. */
@NullMarked
package io.torrentinno.agent.engine.manifest;

import org.jspecify.annotations.NullMarked;
