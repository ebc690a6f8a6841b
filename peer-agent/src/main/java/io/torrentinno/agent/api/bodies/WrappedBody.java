package io.torrentinno.agent.api.bodies;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.UnaryOperator;

/** A request whose body is read through another stream. */
final class WrappedBody extends HttpServletRequestWrapper {
  private final UnaryOperator<InputStream> wrapping;

  private WrappedBody(HttpServletRequest request, UnaryOperator<InputStream> wrapping) {
    super(request);
    this.wrapping = wrapping;
  }

  /** Reads no more of the body than a limit. */
  static HttpServletRequest limited(HttpServletRequest request, long most) {
    return new WrappedBody(request, body -> new LimitedInput(body, most));
  }

  /**
   * Calls {@code read} when the body has been read to its end.
   *
   * @param read may be called more than once
   */
  static HttpServletRequest untilRead(HttpServletRequest request, Runnable read) {
    return new WrappedBody(request, body -> new NotedEnd(body, read));
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    ServletInputStream body = super.getInputStream();
    return new Through(body, wrapping.apply(body));
  }

  private static final class Through extends ServletInputStream {
    private final ServletInputStream body;
    private final InputStream wrapped;

    Through(ServletInputStream body, InputStream wrapped) {
      this.body = body;
      this.wrapped = wrapped;
    }

    @Override
    public int read() throws IOException {
      return wrapped.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return wrapped.read(target, offset, length);
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

  private static final class NotedEnd extends FilterInputStream {
    private final Runnable read;

    NotedEnd(InputStream in, Runnable read) {
      super(in);
      this.read = read;
    }

    @Override
    public int read() throws IOException {
      return noted(in.read());
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return noted(in.read(target, offset, length));
    }

    private int noted(int result) {
      if (result < 0) {
        read.run();
      }
      return result;
    }
  }
}
