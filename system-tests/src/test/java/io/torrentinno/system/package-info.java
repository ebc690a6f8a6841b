/** What a user relies on, tried with real processes. */
@NullMarked
package io.torrentinno.system;

import org.jspecify.annotations.NullMarked;
