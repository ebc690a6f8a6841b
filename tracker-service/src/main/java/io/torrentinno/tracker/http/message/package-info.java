/** HTTP requests and responses, and their bytes. */
@NullMarked
package io.torrentinno.tracker.http.message;

import org.jspecify.annotations.NullMarked;
