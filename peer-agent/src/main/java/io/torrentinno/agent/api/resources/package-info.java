/** Calls that list resources and change what they do. */
@NullMarked
package io.torrentinno.agent.api.resources;

import org.jspecify.annotations.NullMarked;
