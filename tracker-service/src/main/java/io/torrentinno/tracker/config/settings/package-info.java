/** The settings of the tracker, as operators write them. */
@NullMarked
package io.torrentinno.tracker.config.settings;

import org.jspecify.annotations.NullMarked;
