/** Files that are chosen when a resource is there already. */
@NullMarked
package io.torrentinno.agent.content.chosen;

import org.jspecify.annotations.NullMarked;
