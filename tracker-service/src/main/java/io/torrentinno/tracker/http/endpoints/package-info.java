/** Answers announces and scrapes over HTTP, in JSON and in bencoding. */
@NullMarked
package io.torrentinno.tracker.http.endpoints;

import org.jspecify.annotations.NullMarked;
