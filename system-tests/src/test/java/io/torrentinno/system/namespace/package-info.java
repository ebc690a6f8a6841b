/** The network namespace of the tests' own, which they have in the Maven profile {@code full}. */
@NullMarked
package io.torrentinno.system.namespace;

import org.jspecify.annotations.NullMarked;
