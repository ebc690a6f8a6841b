package io.torrentinno.agent.manifest;

import java.io.IOException;
import java.io.OutputStream;

/** The bytes of an info document, in memory or in a file. */
@FunctionalInterface
public interface InfoBytes {
  /** Writes all of them. */
  void writeTo(OutputStream out) throws IOException;

  /** Bytes of heap that they take besides the manifest; 0 where they are written anew or read. */
  default long heapBytes() {
    return 0;
  }
}
