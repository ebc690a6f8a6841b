# Two images from one build:
#   docker build --target tracker -t torrentinno/tracker .
#   docker build --target agent -t torrentinno/agent .
# BuildKit is not needed. A release pins both base images by digest (SECURITY.md).

ARG MAVEN=maven:3.9-eclipse-temurin-25
ARG RUNTIME=eclipse-temurin:25-jre

FROM ${MAVEN} AS build
WORKDIR /src
# First the poms, and one source file for the compiler's plug-ins. The layer with all libraries is built again only when
# one of these files changes.
COPY .mvn/jvm.config .mvn/maven.config .mvn/
COPY pom.xml ./
COPY common-protocol/pom.xml common-protocol/
COPY tracker-service/pom.xml tracker-service/
COPY peer-agent/pom.xml peer-agent/
COPY system-tests/pom.xml system-tests/
COPY benchmarks/pom.xml benchmarks/
COPY common-protocol/src/main/java/io/torrentinno/protocol/model/package-info.java common-protocol/src/main/java/io/torrentinno/protocol/model/
# The checks of style and the tests belong to `./mvnw verify`.
ENV MAVEN_ARGS="-B -pl tracker-service,peer-agent -am -Dmaven.test.skip=true -Dspotless.check.skip=true"
RUN mvn package -Dspring-boot.repackage.skip=true -Dspring-boot.aot.skip=true
COPY common-protocol/src common-protocol/src
COPY tracker-service/src tracker-service/src
COPY peer-agent/src peer-agent/src
RUN mvn package \
 && for name in tracker-service peer-agent; do \
      cp $name/target/*-exec.jar /tmp/app.jar \
      && java -Djarmode=tools -jar /tmp/app.jar extract --layers --destination /layers/$name || exit 1; \
    done

# Starts a tracker and two agents and transfers a file. The JVM records the classes that it loads and the code that it
# compiles (start.aot). Later starts read the record and are faster. The same JVM must write and read it.
FROM ${RUNTIME} AS rehearsal
COPY --from=build /layers/tracker-service/dependencies/ /layers/tracker-service/spring-boot-loader/ /layers/tracker-service/snapshot-dependencies/ /layers/tracker-service/application/ /tracker/
COPY --from=build /layers/peer-agent/dependencies/ /layers/peer-agent/spring-boot-loader/ /layers/peer-agent/snapshot-dependencies/ /layers/peer-agent/application/ /agent/
COPY scripts/rehearse /usr/local/bin/rehearse
COPY docker/java-flags /etc/java-flags
RUN rehearse java /tracker/app.jar /agent/app.jar @/etc/java-flags

FROM ${RUNTIME} AS runtime
# The user is a number: Kubernetes can see that it is not root.
RUN groupadd --gid 10001 torrentinno \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin torrentinno \
 && install -d -o 10001 -g 10001 /data
COPY docker/healthcheck /usr/local/bin/healthcheck
WORKDIR /app
USER 10001:10001
# The heap is at most 40 % of the memory. Netty's buffers take up to as much again, and the JVM itself needs some.
COPY docker/java-flags /etc/java-flags
# The second compiler starts at its usual thresholds.
# Java takes the encoding of file names from the locale. C.UTF-8 is always there.
ENTRYPOINT ["env", "LC_ALL=C.UTF-8", "java", "@/etc/java-flags", "-XX:Tier4InvocationThreshold=5000", "-XX:Tier4MinInvocationThreshold=600", \
  "-XX:Tier4CompileThreshold=15000", "-Dio.netty.leakDetection.level=disabled", "-XX:AOTCache=start.aot", "-jar", "app.jar"]
HEALTHCHECK --interval=5s --timeout=4s --start-period=120s --retries=3 CMD ["healthcheck"]

FROM runtime AS tracker
ENV SERVER_PORT=8080
EXPOSE 8080/tcp 8080/udp
COPY --from=build /layers/tracker-service/dependencies/ ./
COPY --from=build /layers/tracker-service/spring-boot-loader/ ./
COPY --from=build /layers/tracker-service/snapshot-dependencies/ ./
COPY --from=build /layers/tracker-service/application/ ./
COPY --from=rehearsal /tracker/start.aot ./

FROM runtime AS agent
ENV SERVER_PORT=8090 SERVER_ADDRESS=0.0.0.0 TORRENTINNO_AGENT_DATADIR=/data MANAGEMENT_METRICS_SYSTEM_DISKSPACE_PATHS=/data
EXPOSE 8090 6881
VOLUME /data
COPY --from=build /layers/peer-agent/dependencies/ ./
COPY --from=build /layers/peer-agent/spring-boot-loader/ ./
COPY --from=build /layers/peer-agent/snapshot-dependencies/ ./
COPY --from=build /layers/peer-agent/application/ ./
COPY --from=rehearsal /agent/start.aot ./
# The beans are those that the build has found. Settings of Spring Boot's own parts (management.…) that choose beans have
# no effect here. The second compiler inlines less than by default, so it costs less when a folder arrives.
ENTRYPOINT ["env", "LC_ALL=C.UTF-8", "java", "@/etc/java-flags", "-XX:MaxInlineSize=20", "-XX:FreqInlineSize=100", \
  "-Dio.netty.leakDetection.level=disabled", "-Dspring.aot.enabled=true", "-XX:AOTCache=start.aot", "-jar", "app.jar"]
