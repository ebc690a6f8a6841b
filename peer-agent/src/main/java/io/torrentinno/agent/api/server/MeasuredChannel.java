package io.torrentinno.agent.api.server;

/** A connection whose {@link AnswerMeter} measures each write. */
interface MeasuredChannel {
  AnswerMeter meter();
}
