/**
 * A TI/1 client written from the description of the deployed one alone ({@code specs/}), sharing no
 * code with ours. It keeps to the letter of TI/1, and notes whatever would break that client.
 */
@NullMarked
package io.torrentinno.system.ti1;

import org.jspecify.annotations.NullMarked;
