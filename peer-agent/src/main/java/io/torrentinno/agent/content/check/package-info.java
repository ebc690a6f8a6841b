/** Reads files and compares their pieces with the hashes of a manifest. */
@NullMarked
package io.torrentinno.agent.content.check;

import org.jspecify.annotations.NullMarked;
