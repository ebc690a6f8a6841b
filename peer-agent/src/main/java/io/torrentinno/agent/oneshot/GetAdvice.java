package io.torrentinno.agent.oneshot;

/**
 * The texts of resources, for {@code torrentinno get}. They tell what to do in a running agent, and
 * here there is none afterwards.
 */
final class GetAdvice {
  private static final String AGAIN = "un the same command again";

  private GetAdvice() {}

  static String of(String text) {
    return text.replace("resume the resource, or remove the resource", "r" + AGAIN)
        .replace("resume the resource", "r" + AGAIN)
        .replace("Resume the resource", "R" + AGAIN)
        .replace("Remove the resource: no peer", "No peer")
        .replace("Remove the resource: it", "It")
        .replace(
            "this agent accepts only manifests that an allowed signer has signed",
            "--allowed-signers accepts only manifests that a signer in the list has signed")
        .replaceAll(
            "torrentinno\\.agent\\.allow-\\w+=\\S+ allows it",
            "--tracker with this tracker allows it")
        .replace("name or destination, or replace that resource", "name or folder (--name, -o)")
        .replace(" (then the log of this agent names the reason)", "")
        .replace(" (torrentinno.agent.encryption)", " (--encryption)")
        .replace("give the agent a larger heap (-Xmx)", "set a larger heap: JAVA_OPTS=-Xmx…")
        .replace(" (see bans)", "");
  }
}
