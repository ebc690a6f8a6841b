/**
 * Swarms that several trackers share through Redis. Each tracker holds all peers in a {@code
 * MemorySwarmStore}, the <i>table</i>. A <i>log</i> in Redis keeps the tables equal: a stream with
 * the announces of the last time to live. {@code specs/tracker-log.md} has its bytes and rules.
 *
 * <p><b>The way of an announce.</b> Read the classes in this order:
 *
 * <ol>
 *   <li>{@link RedisSwarmStore} receives it. Two kinds of announce are answered at once: one that
 *       repeats what was written a short time ago, and one that a cap keeps off the list. ({@code
 *       rewriteAfter} says how long ago. It is short enough that a peer which announces in time
 *       never expires.) Any other announce becomes a {@link Change}.
 *   <li>{@link RedisLog} has a thread, which works in rounds. A round writes the changes that wait,
 *       reads the new entries of the log, and applies them. A change that comes meanwhile waits for
 *       the next round, so many changes share one entry and one round trip.
 *   <li>{@link Outbox} holds the changes that wait, and those that were written and not read back.
 *   <li>{@link LogEntry} turns them into bytes, and {@link StreamConnection} sends the bytes.
 *   <li>{@link LogReader} reads the entries of all trackers, and applies them to the table <i>in
 *       the order of the log</i>, those of this tracker too. Then it answers the announces of this
 *       tracker. So all tables end alike when a leave and an announce cross.
 *   <li>{@link RedisReport} tells operators how it goes.
 * </ol>
 *
 * <p><b>A leave</b> goes the same way, if this tracker lists the peer or has a change of it under
 * way. Any other leave is not written. Otherwise strangers could fill Redis with leaves.
 *
 * <p><b>The number of completed downloads</b> of a swarm has no place of its own in Redis. Each
 * change carries the number that its writer knew, and a reader keeps the greater one. So a tracker
 * that starts learns the number from the log.
 *
 * <p><b>A tracker that starts</b> writes an empty entry, a <i>heartbeat</i>, and reads the log from
 * its beginning. When it has read its heartbeat, it is <i>level</i> with the log: it has read all
 * of the log, and it can write to it. A heartbeat every five seconds shows that it still can.
 *
 * <p><b>When Redis is away</b> a tracker is not level. It applies and answers changes at once,
 * without the log, and <i>postpones</i> their writing. It connects again, and reads the rest of the
 * log. Then it writes the postponed changes, and is level when it has read them back. A postponed
 * change says when it was received, and does not replace anything newer. A tracker that reads the
 * log more than a second late does the same while it is connected, so that no caller has to wait.
 *
 * <p><b>Two clocks.</b> Times in the log are by Redis's clock, in milliseconds since 1970. All
 * other times are by the table's clock, in milliseconds since the tracker started. Each round asks
 * Redis for the time, and so learns the difference, the <i>clock offset</i>.
 *
 * <p><b>Odd cases</b>, and the tests that show what happens:
 *
 * <ul>
 *   <li>An entry that is read twice is applied once, because each writer numbers its entries:
 *       {@code LogHygieneTest.appliesOnceWhatIsReadTwice}.
 *   <li>An entry of a newer version or of another program is ignored and counted, and so is a
 *       change that cannot be applied: {@code LogHygieneTest.ignoresWhatItCannotRead}, {@code
 *       LogReaderTest.ignores…}.
 *   <li>Another program's data under the key, a Redis that is too old or read-only, a renamed
 *       command, a login that may not write: the tracker says what is wrong, and goes on as if
 *       Redis were away: {@code RedisAwayTest.saysSo…} and {@code saysWhatIsWrong…}.
 *   <li>The log itself has filled Redis: each connection first trims the log, so the tracker goes
 *       on when entries have become old: {@code RedisAwayTest.goesOnWhenRedisHasRoomAgain…}.
 *   <li>Redis starts empty: trackers keep their tables, and write an announce again that was
 *       written before: {@code RedisAwayTest.writesAgainWhatALostLogHad}. An entry that was lost
 *       before another tracker had read it is made good by the next announces of its peers.
 *   <li>A failover to a replica that lacks the last entries: trackers read its whole log: {@code
 *       RedisMovesTest.readsAllOfALogThatEnds…}.
 *   <li>The log was deleted or replaced while a tracker is connected: it does not find what it has
 *       just written, and reads the whole log: {@code
 *       LogHygieneTest.readsAllOfALogThatWasDeleted…}.
 *   <li>A tracker fails while it applies what it has read: it reads the rest again, and no change
 *       counts twice: {@code RedisAwayTest.appliesAllThatItHadRead…}, {@code
 *       LogReaderTest.appliesTheRestOfAnEntryThatFailed}.
 *   <li>A tracker reads too late: {@code RedisAwayTest.saysSoWhenItReadsTheLogTooLate}. A tracker
 *       was cut off so long that entries were trimmed: it goes on with the entries that are left:
 *       {@code RedisMovesTest.goesOnWithWhatIsLeft…}.
 *   <li>Trackers' clocks need not agree, because times are Redis's: {@code
 *       LogReaderTest.countsTheLifeOfAPeerByRedissClock}. Redis's clock may be changed: {@code
 *       LogReaderTest.goesOnWhenRedissClockIsSet}. When it is set back by more than the time to
 *       live, the log begins again: {@code LogHygieneTest.beginsANewLog…}.
 *   <li>A tracker is killed or closed under load: what it answered is in the log: {@code
 *       KilledTrackerIT}, {@code SharedTableTest.writesWhatIsUnderWayBeforeItCloses}.
 *   <li>A peer left through a tracker that was cut off, and came back through another one: {@code
 *       RedisMovesTest.keepsAPeerThatCameBack…}.
 *   <li>Keys {@code ti2:…} of an earlier version are left alone, and expire. Trackers of that
 *       version do not see the peers of this one, nor this one theirs: {@code
 *       LogHygieneTest.leavesKeysOfEarlierVersions…}.
 *   <li>All of this under load: {@code StormOnRedisTest}.
 * </ul>
 */
@NullMarked
package io.torrentinno.tracker.store.redis;

import org.jspecify.annotations.NullMarked;
