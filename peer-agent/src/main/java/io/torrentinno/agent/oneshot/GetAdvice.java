package io.torrentinno.agent.oneshot;

/**
 * What a person does about a failure of {@code torrentinno get}. The failures of resources tell
 * what to do in a running agent, and here there is none afterwards.
 */
final class GetAdvice {
  private static final String AGAIN = "un the same command again";

  private GetAdvice() {}

  static String of(String failure) {
    return failure
        .replace("resume the resource, or remove it", "r" + AGAIN)
        .replace("resume the resource", "r" + AGAIN)
        .replace("Resume the resource", "R" + AGAIN)
        .replace("Remove the resource: nobody", "Nobody")
        .replace("Remove the resource: it", "It")
        .replace(
            "this agent takes only what an allowed signer has signed",
            "--allowed-signers takes only what one of them has signed")
        .replace("(name=, destination=, replace=true)", "(--name, -o)")
        .replace("name or destination, or replace that resource", "name or folder");
  }
}
