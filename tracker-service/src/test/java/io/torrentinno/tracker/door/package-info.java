@NullMarked
package io.torrentinno.tracker.door;

import org.jspecify.annotations.NullMarked;
