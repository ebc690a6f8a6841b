/** Starts services as processes, talks to them, and leaves nothing behind. */
@NullMarked
package io.torrentinno.system.harness;

import org.jspecify.annotations.NullMarked;
