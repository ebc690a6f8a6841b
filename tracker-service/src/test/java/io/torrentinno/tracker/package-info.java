@NullMarked
package io.torrentinno.tracker;

import org.jspecify.annotations.NullMarked;
