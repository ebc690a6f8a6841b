@NullMarked
package io.torrentinno.tracker.loops;

import org.jspecify.annotations.NullMarked;
