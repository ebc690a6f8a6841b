/** Copy hints ({@code specs/copy-hints.md}): what of a resource is in the version before it. */
@NullMarked
package io.torrentinno.protocol.hints;

import org.jspecify.annotations.NullMarked;
