package io.torrentinno.agent.resource;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.memory.MemoryShortage;
import io.torrentinno.agent.resource.lifecycle.Failure;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.protocol.manifest.ManifestException;

/** Decides for each failure whether time heals it, or what a person has to do. */
public final class Failures {
  private Failures() {}

  public static Failure of(StorageException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e.reason()) {
      case DISK_FULL, NO_SUCH_FILE, NO_PERMISSION, IO -> new Failure(true, message);
      case FILE_EXISTS ->
          new Failure(false, message + ". Move that file away, then resume the resource");
      case FILE_CHANGED, MISMATCH, NO_EXCHANGE, UNSHAREABLE ->
          new Failure(false, message); // It says what to do.
      case FORBIDDEN_PATH ->
          new Failure(
              false, message + ". Correct this and resume the resource, or remove the resource");
      case BAD_NAME ->
          new Failure(false, message + ". Remove the resource: it can't have this name here");
    };
  }

  /** The failure when the agent refuses, for example because another resource uses the name. */
  public static Failure of(ResourceException e) {
    if (e.reason() == ResourceException.Reason.BUSY) {
      return new Failure(true, String.valueOf(e.getMessage()));
    }
    return new Failure(false, e.getMessage() + ". Resume the resource when this is corrected");
  }

  /** The failure when this program has a fault. */
  public static Failure of(RuntimeException fault) {
    return new Failure(true, "internal error: " + fault);
  }

  public static Failure of(Exception cause) {
    return switch (cause) {
      case StorageException storage -> of(storage);
      case ResourceException refused -> of(refused);
      case MemoryShortage shortage ->
          new Failure(
              false,
              "not enough memory for the manifest: "
                  + shortage.getMessage()
                  + ". Give the agent more memory, then resume the resource");
      case ManifestException other when other.reason() == ManifestException.Reason.OTHER_VERSION ->
          new Failure(false, String.valueOf(other.getMessage())); // It says what to do.
      case ManifestException broken ->
          new Failure(
              false,
              "the manifest that the link names breaks a rule: "
                  + broken.getMessage()
                  + ". Remove the resource: no peer has a better manifest");
      case RuntimeException fault -> of(fault);
      default -> new Failure(true, cause.toString());
    };
  }

  /** The exception for a call with a choice that does not suit the resource. */
  static ResourceException badRequest(IllegalArgumentException cause) {
    return new ResourceException(
        ResourceException.Reason.BAD_REQUEST, String.valueOf(cause.getMessage()), cause);
  }

  /** The exception for a call that waits. */
  public static ResourceException refusal(Exception cause) {
    return switch (cause) {
      case ResourceException refused -> refused;
      case StorageException storage -> ResourceException.of(storage);
      default ->
          new ResourceException(
              ResourceException.Reason.STORAGE, "internal error: " + cause, cause);
    };
  }
}
