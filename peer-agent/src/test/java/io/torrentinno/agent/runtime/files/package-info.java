/** Whole agents whose resources are folders, parts of folders, or unusual files. */
@NullMarked
package io.torrentinno.agent.runtime.files;

import org.jspecify.annotations.NullMarked;
