package io.torrentinno.agent.testing;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;
import java.util.Set;

/** The real file system, but for what a {@link Disk} does in its place. */
public final class WrappedFileSystem extends FileSystem {
  private final WrappedProvider provider;

  /** One whose files are on {@code disk}. */
  public WrappedFileSystem(Disk disk) {
    this.provider = new WrappedProvider(this, disk);
  }

  /** The path through which {@code real} is used. */
  public Path of(Path real) {
    return new WrappedPath(this, real);
  }

  @Override
  public WrappedProvider provider() {
    return provider;
  }

  @Override
  public Path getPath(String first, String... more) {
    return of(FileSystems.getDefault().getPath(first, more));
  }

  @Override
  public String getSeparator() {
    return FileSystems.getDefault().getSeparator();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of();
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public PathMatcher getPathMatcher(String pattern) {
    throw new UnsupportedOperationException();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException();
  }
}
