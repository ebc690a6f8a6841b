/** What is known of one resource, and what of that outlives a restart. */
@NullMarked
package io.torrentinno.agent.resource.stored;

import org.jspecify.annotations.NullMarked;
