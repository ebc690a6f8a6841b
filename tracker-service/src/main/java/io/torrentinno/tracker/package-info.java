/** The tracker: gives peers the addresses of other peers. */
@NullMarked
package io.torrentinno.tracker;

import org.jspecify.annotations.NullMarked;
