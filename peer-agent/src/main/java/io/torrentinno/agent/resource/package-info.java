/**
 * One resource: {@link Resource}, its control, and its parts while it is checked, fetched or
 * served.
 */
@NullMarked
package io.torrentinno.agent.resource;

import org.jspecify.annotations.NullMarked;
