package io.torrentinno.agent.security;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.api.guard.ApiSettings;
import io.torrentinno.agent.api.guard.BrowserGuard;
import io.torrentinno.agent.ui.PageHeaders;
import io.torrentinno.protocol.token.LiveTokens;
import io.torrentinno.protocol.token.Scope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/**
 * The one chain of filters, written down in its order. It always exists: whether there are tokens
 * is asked for each request, because the agent's beans are fixed by its build (ADR 15).
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityBeans {
  @Bean
  Sessions sessions() {
    return new Sessions(System::nanoTime);
  }

  @Bean
  SecurityFilterChain agentChain(
      ApiSettings api,
      SecuritySettings settings,
      LiveTokens tokens,
      Sessions sessions,
      RefusedCalls refusals) {
    ExceptionTranslationFilter refused =
        new ExceptionTranslationFilter(
            (request, response, _) -> askForToken(tokens, refusals, request, response),
            new NullRequestCache());
    refused.setAccessDeniedHandler(
        (request, response, _) -> nameMissingScope(refusals, request, response));
    AuthorizationFilter rights = new AuthorizationFilter(SecurityBeans::decide);
    rights.setFilterErrorDispatch(false);
    rights.setFilterAsyncDispatch(false);
    return new DefaultSecurityFilterChain(
        AnyRequestMatcher.INSTANCE,
        new PageHeaders(),
        new BrowserGuard(api, refusals::answer),
        new CallerFilter(tokens, settings.allowWithoutToken(), sessions, refusals),
        refused,
        rights,
        new AuditFilter());
  }

  @Bean
  HttpFirewall firewall() {
    return new SameRequest();
  }

  /** Keeps Spring Boot from making a user with a password. */
  @Bean
  AuthenticationManager noPasswords() {
    return _ -> {
      throw new ProviderNotFoundException("tokens are checked by the chain");
    };
  }

  private static AuthorizationResult decide(
      Supplier<? extends @Nullable Authentication> caller, HttpServletRequest request) {
    Scope needed = AccessTable.needed(request);
    return new AuthorizationDecision(
        needed == null || (caller.get() instanceof AgentCaller known && known.may(needed)));
  }

  private static void askForToken(
      LiveTokens tokens,
      RefusedCalls refusals,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (tokens.current().isEmpty()) {
      refusals.answer(
          request,
          response,
          new RequestRefused(
              Problem.NO_TOKENS,
              "while the agent has no tokens, it serves only callers on its own machine, and no"
                  + " proxy; make a token there: torrentinno token create --scope operate"));
      return;
    }
    refusals.challenge(
        request,
        response,
        "",
        new RequestRefused(
            Problem.TOKEN_NEEDED,
            "send a token of the agent as Authorization: Bearer; the commands take it"
                + " from TORRENTINNO_TOKEN or --token-file"));
  }

  private static void nameMissingScope(
      RefusedCalls refusals, HttpServletRequest request, HttpServletResponse response) {
    Authentication caller = SecurityContextHolder.getContext().getAuthentication();
    Scope needed = AccessTable.needed(request);
    String scope = needed == null ? Scope.READ.word() : needed.word();
    String name = caller == null ? "" : caller.getName();
    refusals.challenge(
        request,
        response,
        ", error=\"insufficient_scope\", scope=\"" + scope + "\"",
        new RequestRefused(
            Problem.SCOPE_MISSING,
            "this call needs the scope "
                + scope
                + ", and the token "
                + name
                + " does not have it"));
    if (!AccessTable.isLook(request)) {
      AuditFilter.write(request, response, response.getStatus());
    }
  }
}
