/** What the documents say is right: links lead somewhere, commands run, settings exist. */
@NullMarked
package io.torrentinno.system.documents;

import org.jspecify.annotations.NullMarked;
