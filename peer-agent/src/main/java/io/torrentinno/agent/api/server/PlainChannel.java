package io.torrentinno.agent.api.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;

/** A connection in the clear. */
final class PlainChannel extends NioChannel implements MeasuredChannel {
  private final AnswerMeter meter = new AnswerMeter();

  PlainChannel(SocketBufferHandler buffers) {
    super(buffers);
  }

  @Override
  public AnswerMeter meter() {
    return meter;
  }

  @Override
  public void reset(SocketChannel channel, NioEndpoint.NioSocketWrapper socket) throws IOException {
    super.reset(channel, socket);
    meter.begin();
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    int taken = super.write(bytes);
    meter.wrote(taken, bytes.hasRemaining());
    return taken;
  }
}
