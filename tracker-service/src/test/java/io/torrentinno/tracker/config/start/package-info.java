@NullMarked
package io.torrentinno.tracker.config.start;

import org.jspecify.annotations.NullMarked;
