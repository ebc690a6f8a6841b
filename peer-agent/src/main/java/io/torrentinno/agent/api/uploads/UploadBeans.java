package io.torrentinno.agent.api.uploads;

import io.torrentinno.agent.api.bodies.UploadRoom;
import jakarta.servlet.MultipartConfigElement;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures how the server receives uploads. */
@Configuration(proxyBeanMethods = false)
class UploadBeans {
  private static final int UNLIMITED = -1;
  private static final int IN_MEMORY = 0;

  @Bean
  UploadRoom uploadRoom(UploadFolder uploads) {
    return new UploadRoom(uploads.incoming(), uploads::clear);
  }

  /** Each part, of any size, is written to the disk of the data folder as it arrives. */
  @Bean
  MultipartConfigElement multipartConfig(UploadFolder uploads) {
    return new MultipartConfigElement(
        uploads.incoming().toString(), UNLIMITED, UNLIMITED, IN_MEMORY);
  }
}
