package io.torrentinno.agent.runtime;

import java.util.concurrent.atomic.LongAdder;

/** Totals since the start, counted from any thread. */
final class Traffic {
  final LongAdder downloaded = new LongAdder();
  final LongAdder uploaded = new LongAdder();
  final LongAdder wasted = new LongAdder();
  final LongAdder verified = new LongAdder();
  final LongAdder corrupt = new LongAdder();
}
