/** The peer agent: serves and fetches resources, driven over REST. */
@NullMarked
package io.torrentinno.agent;

import org.jspecify.annotations.NullMarked;
