package io.torrentinno.agent.manifest.download;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer from a stream. Netty's decoder reads it; no event loop takes part, so the caller
 * may block.
 */
final class WebAnswer implements AutoCloseable {
  private static final int BUFFER = 64 << 10;
  private static final int MOST_LINE_BYTES = 4 << 10;
  private static final int MOST_HEAD_BYTES = 32 << 10;

  private final EmbeddedChannel decoder =
      new EmbeddedChannel(
          new HttpResponseDecoder(
              new HttpDecoderConfig()
                  .setMaxInitialLineLength(MOST_LINE_BYTES)
                  .setMaxHeaderSize(MOST_HEAD_BYTES)
                  .setMaxChunkSize(BUFFER)));

  private final Body body;
  private @Nullable Head head;
  private @Nullable OutputStream target;
  private long left;
  private boolean complete;

  /**
   * The beginning of an answer.
   *
   * @param location the header of this name; null when there is none
   */
  record Head(int status, @Nullable String location) {}

  /** Opens what the body of an answer is written to. */
  @FunctionalInterface
  interface Body {
    /** The target of a body; null when it is thrown away. */
    @Nullable OutputStream open(Head head) throws IOException;
  }

  /**
   * An answer that is not read yet.
   *
   * @param mostBytes of the body when it is written
   */
  WebAnswer(Body body, long mostBytes) {
    this.body = body;
    left = mostBytes;
  }

  /**
   * Reads an answer to its end.
   *
   * @param mostThrownAway bytes of a body that is not written
   * @throws IOException when it breaks off, is no HTTP, or is too long
   */
  Head read(InputStream in, long mostThrownAway) throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (!complete) {
      int read = in.read(buffer);
      if (read < 0) {
        decoder.finish();
      } else {
        decoder.writeInbound(Unpooled.wrappedBuffer(Arrays.copyOf(buffer, read)));
      }
      for (HttpObject part = decoder.readInbound(); part != null; part = decoder.readInbound()) {
        take(part, mostThrownAway);
      }
      if (read < 0 && !complete) {
        throw new EOFException("the answer ended too early");
      }
    }
    Head answered = head;
    if (answered == null) {
      throw new EOFException("there is no answer");
    }
    return answered;
  }

  private void take(HttpObject part, long mostThrownAway) throws IOException {
    try {
      if (part.decoderResult().isFailure()) {
        throw new IOException("the answer is not HTTP, or its head is too long");
      }
      if (part instanceof HttpResponse response
          && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
        begin(response, mostThrownAway);
      }
      if (part instanceof HttpContent content && head != null) {
        write(content);
        complete = complete || part instanceof LastHttpContent;
      }
    } finally {
      ReferenceCountUtil.release(part);
    }
  }

  private void begin(HttpResponse response, long mostThrownAway) throws IOException {
    Head begun =
        new Head(response.status().code(), response.headers().get(HttpHeaderNames.LOCATION));
    head = begun;
    target = body.open(begun);
    if (target == null) {
      left = mostThrownAway;
    }
  }

  private void write(HttpContent content) throws IOException {
    int length = content.content().readableBytes();
    left -= length;
    if (left < 0) {
      throw new IOException("the answer is too long");
    }
    if (target != null) {
      content.content().readBytes(target, length);
    }
  }

  @Override
  public void close() throws IOException {
    decoder.finishAndReleaseAll();
    if (target != null) {
      target.close();
    }
  }
}
