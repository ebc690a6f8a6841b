/**
 * Copy hints ({@code specs/copy-hints.md}): which bytes of a resource are in its previous version.
 */
@NullMarked
package io.torrentinno.protocol.hints;

import org.jspecify.annotations.NullMarked;
