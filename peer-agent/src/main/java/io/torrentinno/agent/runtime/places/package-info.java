/** The places of resources on disk, and which resource has which. */
@NullMarked
package io.torrentinno.agent.runtime.places;

import org.jspecify.annotations.NullMarked;
