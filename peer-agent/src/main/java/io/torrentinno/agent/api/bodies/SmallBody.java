package io.torrentinno.agent.api.bodies;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/** A request of whose body no more than a limit is read, however long it turns out to be. */
final class SmallBody extends HttpServletRequestWrapper {
  private final long most;

  SmallBody(HttpServletRequest request, long most) {
    super(request);
    this.most = most;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    return new Limited(super.getInputStream(), most);
  }

  private static final class Limited extends ServletInputStream {
    private final ServletInputStream body;
    private final LimitedInput limited;

    Limited(ServletInputStream body, long most) {
      this.body = body;
      this.limited = new LimitedInput(body, most);
    }

    @Override
    public int read() throws IOException {
      return limited.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return limited.read(target, offset, length);
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}
