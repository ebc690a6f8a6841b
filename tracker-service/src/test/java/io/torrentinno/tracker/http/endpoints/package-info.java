@NullMarked
package io.torrentinno.tracker.http.endpoints;

import org.jspecify.annotations.NullMarked;
