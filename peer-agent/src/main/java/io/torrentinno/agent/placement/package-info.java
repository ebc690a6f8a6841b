/** Where a resource is to lie. */
@NullMarked
package io.torrentinno.agent.placement;

import org.jspecify.annotations.NullMarked;
