package io.torrentinno.tracker.http;

import io.torrentinno.tracker.http.message.CallerHeader;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.MimeHeaders;

/**
 * Sets the address of a request to the one that the HTTP endpoint saw. Removes the headers in which
 * proxies name callers, because any caller can write them, and the endpoint has judged them
 * already. Stands behind the valves that read them.
 */
final class CallerValve extends ValveBase {
  private static final List<String> FORGEABLE =
      List.of("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-IP");

  private final CallerHeader header;

  CallerValve(CallerHeader header) {
    super(/* asyncSupported= */ true);
    this.header = header;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    String caller = request.getHeader(header.name());
    // Without the header, a process of this machine calls Tomcat itself.
    String address = caller == null ? request.getPeerAddr() : CallerHeader.address(caller);
    if (caller != null && CallerHeader.isPassedOn(caller)) {
      request.setAttribute(CallerHeader.PASSED_ON, true);
    }
    request.setRemoteAddr(address);
    request.setRemoteHost(address);
    MimeHeaders headers = request.getCoyoteRequest().getMimeHeaders();
    headers.removeHeader(header.name());
    FORGEABLE.forEach(headers::removeHeader);
    getNext().invoke(request, response);
  }
}
