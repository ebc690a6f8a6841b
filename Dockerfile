# Two images from one build:
#   docker build --target tracker -t torrentinno/tracker .
#   docker build --target agent -t torrentinno/agent .
# Needs no BuildKit: what it caches, it caches in layers.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
# The poms, and one source so that the compiler's plug-ins are fetched too: the layer that holds every dependency
# stands until one of these changes.
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

# Moves a file once, so that the JVM writes down what a start and a transfer load, link and call often; by the same JVM that will
# read it. An image starts without, too, only slower.
FROM eclipse-temurin:25-jre AS rehearsal
COPY --from=build /layers/tracker-service/dependencies/ /layers/tracker-service/spring-boot-loader/ /layers/tracker-service/snapshot-dependencies/ /layers/tracker-service/application/ /tracker/
COPY --from=build /layers/peer-agent/dependencies/ /layers/peer-agent/spring-boot-loader/ /layers/peer-agent/snapshot-dependencies/ /layers/peer-agent/application/ /agent/
COPY scripts/rehearse /usr/local/bin/rehearse
COPY docker/java-flags /etc/java-flags
RUN rehearse java /tracker/app.jar /agent/app.jar @/etc/java-flags

FROM eclipse-temurin:25-jre AS runtime
# A number, so that Kubernetes can tell that it is not root.
RUN groupadd --gid 10001 torrentinno \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin torrentinno \
 && install -d -o 10001 -g 10001 /data
COPY docker/healthcheck /usr/local/bin/healthcheck
WORKDIR /app
USER 10001:10001
# Outside the heap live Netty's buffers, as large as the heap at most, and the JVM itself: hence 40 % and not more.
COPY docker/java-flags /etc/java-flags
# Its methods run for every announce: the second compiler comes when it usually does.
# File names are UTF-8, whatever locale the container is given: Java takes their encoding from it, and this one is always there.
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
# The beans that the build found; settings of Spring Boot's own parts (management.…) are those of the build then.
ENTRYPOINT ["env", "LC_ALL=C.UTF-8", "java", "@/etc/java-flags", "-Dspring.aot.enabled=true", "-XX:AOTCache=start.aot", "-jar", "app.jar"]
