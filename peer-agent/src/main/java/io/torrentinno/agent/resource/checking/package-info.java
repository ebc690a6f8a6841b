/** The checks of one resource: each reads its files and finds out which pieces are there. */
@NullMarked
package io.torrentinno.agent.resource.checking;

import org.jspecify.annotations.NullMarked;
