/** A long, bad line between two hosts, and a wiretap, in a network namespace of the tests' own. */
@NullMarked
package io.torrentinno.system.link;

import org.jspecify.annotations.NullMarked;
