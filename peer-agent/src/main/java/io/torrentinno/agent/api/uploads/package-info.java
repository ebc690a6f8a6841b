/** Files that come with a request: their names and places. */
@NullMarked
package io.torrentinno.agent.api.uploads;

import org.jspecify.annotations.NullMarked;
