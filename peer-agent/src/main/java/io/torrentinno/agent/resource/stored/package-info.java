/** The manifest or link of one resource, and its state that survives a restart. */
@NullMarked
package io.torrentinno.agent.resource.stored;

import org.jspecify.annotations.NullMarked;
