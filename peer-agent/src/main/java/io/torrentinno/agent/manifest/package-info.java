/** Describes a resource in the same way for both versions of the manifest. */
@NullMarked
package io.torrentinno.agent.manifest;

import org.jspecify.annotations.NullMarked;
