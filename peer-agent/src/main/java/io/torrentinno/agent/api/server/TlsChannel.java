package io.torrentinno.agent.api.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;

/** A connection of TLS. The meter counts bytes before they are encrypted. */
final class TlsChannel extends SecureNioChannel implements MeasuredChannel {
  private final AnswerMeter meter = new AnswerMeter();

  TlsChannel(SocketBufferHandler buffers, NioEndpoint endpoint) {
    super(buffers, endpoint);
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
    meter.wrote(taken, bytes.hasRemaining() || getOutboundRemaining() > 0);
    return taken;
  }
}
