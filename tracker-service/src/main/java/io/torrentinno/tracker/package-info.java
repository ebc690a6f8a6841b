/** The tracker: tells peers of each other. */
@NullMarked
package io.torrentinno.tracker;

import org.jspecify.annotations.NullMarked;
