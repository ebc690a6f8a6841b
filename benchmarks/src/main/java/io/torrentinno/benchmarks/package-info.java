/** The loops that every byte, or every block, passes through, timed by JMH. */
@NullMarked
package io.torrentinno.benchmarks;

import org.jspecify.annotations.NullMarked;
