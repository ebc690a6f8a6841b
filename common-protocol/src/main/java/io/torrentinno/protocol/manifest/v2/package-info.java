/** Version 2 of the manifest ({@code specs/manifest-v2.md}): info document and envelope. */
@NullMarked
package io.torrentinno.protocol.manifest.v2;

import org.jspecify.annotations.NullMarked;
