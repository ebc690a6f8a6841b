/** Values of settings that services share, and checks of the settings that a service is given. */
@NullMarked
package io.torrentinno.protocol.settings;

import org.jspecify.annotations.NullMarked;
