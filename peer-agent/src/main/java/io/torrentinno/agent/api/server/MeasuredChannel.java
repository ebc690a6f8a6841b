package io.torrentinno.agent.api.server;

/** A connection whose {@link AnswerMeter} is told of each write. */
interface MeasuredChannel {
  AnswerMeter meter();
}
