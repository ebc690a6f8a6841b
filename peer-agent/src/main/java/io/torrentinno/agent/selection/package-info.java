/** Which files of a resource are fetched, and which of them first. */
@NullMarked
package io.torrentinno.agent.selection;

import org.jspecify.annotations.NullMarked;
