package io.torrentinno.agent.api.uploads;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;

/** A part of a form that is a file. */
public final class NamedResource extends ByteArrayResource {
  private final String name;

  public NamedResource(String name, byte[] content) {
    super(content);
    this.name = name;
  }

  @Override
  public String getFilename() {
    return name;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return super.equals(other) && other instanceof NamedResource that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), name);
  }
}
