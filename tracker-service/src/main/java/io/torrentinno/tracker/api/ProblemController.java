package io.torrentinno.tracker.api;

import io.torrentinno.tracker.http.message.Problem;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reports failures outside of Spring MVC, to which the container forwards such requests. */
@RestController
final class ProblemController implements ErrorController {
  @RequestMapping("${spring.web.error.path:/error}")
  ResponseEntity<ProblemDetail> error(HttpServletRequest request) {
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    // A request without a status has called this path directly.
    HttpStatusCode status =
        code instanceof Integer number ? HttpStatusCode.valueOf(number) : HttpStatus.NOT_FOUND;
    ProblemDetail problem = Problem.of(status).with(status, "The request cannot be answered.");
    return ResponseEntity.status(status).body(problem);
  }
}
