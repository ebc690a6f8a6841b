/** A real Redis for tests, of this module and of others. */
@NullMarked
package io.torrentinno.tracker.testing;

import org.jspecify.annotations.NullMarked;
