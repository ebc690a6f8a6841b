@NullMarked
package io.torrentinno.tracker.http;

import org.jspecify.annotations.NullMarked;
