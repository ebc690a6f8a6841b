package io.torrentinno.agent.reuse;

import io.torrentinno.protocol.model.InfoHash;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The resources of version 2 that an agent holds, or parts of them. For any thread. */
public interface HeldResources {
  /** The resources of an agent that copies nothing. */
  HeldResources NONE =
      new HeldResources() {
        @Override
        public Stream<HeldContent> some(long most) {
          return Stream.empty();
        }

        @Override
        public @Nullable HeldContent find(InfoHash infoHash) {
          return null;
        }
      };

  /**
   * Looks at some resources of the agent.
   *
   * @param most how many
   * @return those of them that it holds, or parts of them
   */
  Stream<HeldContent> some(long most);

  /** The bytes that the agent has of one resource; null when it has none. */
  @Nullable HeldContent find(InfoHash infoHash);
}
