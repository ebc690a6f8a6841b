package io.torrentinno.agent.api.bodies;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/** A request that says when its body has been read to the end. */
final class UntilRead extends HttpServletRequestWrapper {
  private final Runnable read;

  /**
   * Wraps a request.
   *
   * @param read called at the end of the body, perhaps more than once
   */
  UntilRead(HttpServletRequest request, Runnable read) {
    super(request);
    this.read = read;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    return new Body(super.getInputStream());
  }

  private final class Body extends ServletInputStream {
    private final ServletInputStream body;

    Body(ServletInputStream body) {
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      return noted(body.read());
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return noted(body.read(target, offset, length));
    }

    private int noted(int result) {
      if (result < 0) {
        read.run();
      }
      return result;
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
