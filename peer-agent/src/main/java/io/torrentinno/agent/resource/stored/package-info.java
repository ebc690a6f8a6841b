/** What is known of one resource, and which part of it survives a restart. */
@NullMarked
package io.torrentinno.agent.resource.stored;

import org.jspecify.annotations.NullMarked;
