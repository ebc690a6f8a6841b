@NullMarked
package io.torrentinno.tracker.api;

import org.jspecify.annotations.NullMarked;
