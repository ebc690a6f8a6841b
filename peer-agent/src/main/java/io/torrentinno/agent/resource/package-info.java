/**
 * One resource: {@link Resource}, what moves it, and its parts while it is checked, fetched or
 * served.
 */
@NullMarked
package io.torrentinno.agent.resource;

import org.jspecify.annotations.NullMarked;
