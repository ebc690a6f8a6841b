@NullMarked
package io.torrentinno.protocol.model;

import org.jspecify.annotations.NullMarked;
