/** The source files of all modules, main code and tests. */
@NullMarked
package io.torrentinno.system.sources;

import org.jspecify.annotations.NullMarked;
