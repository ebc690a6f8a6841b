package io.torrentinno.agent.api.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.web.multipart.MultipartException;

class DiskFaultTest {
  @Test
  void findsAFullDiskBehindWhateverItWasWrappedIn() {
    assertThat(reason(new IOException("No space left on device"))).isEqualTo(Reason.DISK_FULL);
    assertThat(reason(new IOException("Disk quota exceeded"))).isEqualTo(Reason.DISK_FULL);
    assertThat(reason(new FileSystemException("f", null, "No space left on device")))
        .isEqualTo(Reason.DISK_FULL);
  }

  @Test
  void findsWhatTheUserMayNotDo() {
    assertThat(reason(new AccessDeniedException("/srv/file"))).isEqualTo(Reason.NO_PERMISSION);
    assertThat(reason(new FileNotFoundException("/srv/file (Permission denied)")))
        .isEqualTo(Reason.NO_PERMISSION);
  }

  @Test
  void findsAnyOtherFailureOfTheDisk() {
    assertThat(reason(new IOException("Input/output error"))).isEqualTo(Reason.STORAGE);
    assertThat(reason(new NoSuchFileException("/srv/file"))).isEqualTo(Reason.STORAGE);
    assertThat(reason(new FileNotFoundException("/srv/file (Read-only file system)")))
        .isEqualTo(Reason.STORAGE);
  }

  @Test
  void passesOverACallerThatHangsUp() {
    assertThat(reason(new IOException("Unexpected EOF read on the socket"))).isNull();
  }

  private static @Nullable Reason reason(IOException cause) {
    ResourceException found = DiskFault.in(new MultipartException("failed", cause));
    return found == null ? null : found.reason();
  }
}
