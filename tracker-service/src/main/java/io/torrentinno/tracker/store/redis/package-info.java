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
 *       never expires.)
 *   <li>Any other announce becomes a {@link Change}: a peer is {@code Listed}, or has {@code Left}.
 *       It is {@code Pending} until it is answered.
 *   <li>{@link RedisLog} has a thread, which works in rounds. A round writes the changes that wait,
 *       reads the new entries of the log, and applies them. A change that comes meanwhile waits for
 *       the next round, so many changes share one entry and one round trip.
 *   <li>{@link Outbox} holds the changes that wait, and those that were written and not read back.
 *   <li>{@link LogEntry} turns them into bytes, and {@link StreamConnection} sends the bytes.
 *   <li>{@link LogReader} reads the entries of all trackers, and applies them to the table <i>in
 *       the order of the log</i>, those of this tracker too. Then it answers the announces of this
 *       tracker. So all tables end alike when a leave and an announce cross.
 *   <li>{@link RedisReport} shows operators the state of the store.
 * </ol>
 *
 * <p><b>A leave</b> goes the same way, if this tracker lists the peer, or has an announce of it
 * under way: one that waits, or was written and not read back. Any other leave is not written.
 * Otherwise strangers could fill Redis with leaves.
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
 * log. Then it writes the postponed changes, and is level when it has read them back. These are
 * <i>late changes</i>: they say when they were received, and replace nothing newer. Readers
 * remember leaves, so a late announce does not list a peer that has left since. A tracker that
 * reads the log more than a second late, or has too many changes to write, postpones changes while
 * it is connected, so that no caller has to wait.
 *
 * <p><b>An entry has a deadline</b>, the end of its writer's wait for Redis. If Redis adds the
 * entry later, every reader ignores it: its writer has given it up, and has postponed its changes.
 *
 * <p><b>A connection that fails</b> is closed, and the thread makes a new one. All of this depends
 * on it, so Lettuce must not reconnect by itself and send commands again: {@code
 * RedisConfiguration} switches this off.
 *
 * <p><b>Two clocks.</b> Times in the log are by Redis's clock, in milliseconds since 1970. All
 * other times are by the table's clock, in milliseconds since the tracker started. Each round asks
 * Redis for the time, and so learns the difference, the <i>clock offset</i>.
 *
 * <p><b>Odd cases</b>: the rules of {@code specs/tracker-log.md} say what happens when Redis starts
 * empty, when a replica takes over, when the log was deleted, when a clock is set, and what is
 * ignored. {@code docs/adr/0020-the-log-is-the-table.md} has the reasons. Tests: {@code
 * RedisAwayTest}, {@code RedisMovesTest}, {@code LogHygieneTest}; all under load: {@code
 * StormOnRedisTest}.
 */
@NullMarked
package io.torrentinno.tracker.store.redis;

import org.jspecify.annotations.NullMarked;
