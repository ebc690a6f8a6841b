/**
 * Swarms that several trackers share through Redis. Each tracker holds all peers in a {@code
 * MemorySwarmStore}, the <i>table</i>. A <i>log</i> in Redis, a stream with the announces of the
 * last time to live, keeps the tables equal. {@code specs/tracker-log.md} has its bytes and rules.
 *
 * <p><b>The way of an announce.</b> Read the classes in this order:
 *
 * <ol>
 *   <li>{@link RedisSwarmStore} gets it. When it changes nothing, it is answered from the table at
 *       once: the peer is listed just as it says and was written a short time ago, or a cap keeps
 *       it off the list. Else it becomes a {@link Change}.
 *   <li>{@link RedisLog} has one thread, which works in rounds. A round writes what waits, reads
 *       what is new in the log, and applies it. A change that comes meanwhile waits for the next
 *       round, so many changes share one entry and one round trip.
 *   <li>{@link Outbox} holds the changes that wait, and those that were written and not read back.
 *   <li>{@link LogEntry} makes bytes of them, and {@link RedisServer} sends the bytes.
 *   <li>{@link LogReader} reads the entries of all trackers, and applies them to the table <i>in
 *       the order of the log</i>, those of this tracker too. After that it answers the announce. So
 *       a leave and an announce that cross end alike in all tables.
 * </ol>
 *
 * <p><b>A tracker that starts</b> writes an empty entry and reads the log from its beginning. When
 * it has read its own entry, it is <i>level</i>: it has read all, and it can write.
 *
 * <p><b>When Redis is away</b> a tracker is not level. It applies and answers announces at once,
 * and keeps them. It connects again, reads on, and writes what it kept when it is level again. A
 * change that is written late says when it was received, and does not replace anything newer.
 *
 * <p><b>Odd cases</b>, and the tests that show what happens:
 *
 * <ul>
 *   <li>An entry that is read twice is applied once, because each writer numbers its entries:
 *       {@code LogHygieneTest.appliesOnceWhatIsReadTwice}.
 *   <li>An entry of a newer version is passed over and counted: {@code passesOverWhatItCannotRead}.
 *   <li>Another program's data under the key, a Redis that is too old, read-only or full, a renamed
 *       command, a login that may not write: the tracker says what is wrong, and goes on as if
 *       Redis were away: {@code RedisAwayTest.saysSo…} and {@code saysWhatIsWrong…}.
 *   <li>Redis starts empty: trackers keep their tables, and write an announce again that was
 *       written before: {@code RedisAwayTest.writesAnewWhatALostLogHad}. An entry that was lost
 *       before another tracker had read it is made good by the next announces of its peers.
 *   <li>A failover to a replica that lacks the last entries: trackers read its whole log: {@code
 *       RedisMovesTest.readsAllOfALogThatEndsBeforeWhatItHadRead}.
 *   <li>A tracker falls behind, and the log was trimmed meanwhile: it goes on with what is left:
 *       {@code RedisMovesTest.goesOnWithWhatIsLeft…}.
 *   <li>Clocks differ: only Redis's clock counts, and it may be set: {@code
 *       SharedTableTest.measuresByRedissClock…}, {@code LogHygieneTest.beginsTheLogAnew…}.
 *   <li>A tracker is killed or closed under load: what it answered is in the log: {@code
 *       KilledTrackerIT}, {@code SharedTableTest.writesWhatIsUnderWayBeforeItCloses}.
 *   <li>A peer left by a tracker that was cut off, and came back by another one: {@code
 *       RedisMovesTest.keepsAPeerThatCameBack…}.
 *   <li>All of this under load: {@code StormOnRedisTest}.
 * </ul>
 */
@NullMarked
package io.torrentinno.tracker.store.redis;

import org.jspecify.annotations.NullMarked;
