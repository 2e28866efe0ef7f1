# The operator and its fake Azure: dist/bundle on a Node that has no shell and no npm. `make image` bundles and then builds.
# The bundle is made outside: it is the same on every platform, so nothing runs in here. That needs no registry of
# packages, no emulator for another PLATFORM and no privileges, and what ships is what was tested.
ARG BASE=gcr.io/distroless/nodejs24-debian13:nonroot
FROM ${BASE}
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="azure-network-operator" \
      org.opencontainers.image.description="Keeps Azure load balancers, network security groups and DNS zones in step with what a Kubernetes cluster exposes" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# Where bases keep node: Debian's and Alpine's in /usr/local/bin, distroless ones in /nodejs/bin.
ENV NODE_ENV=production PATH=/usr/local/bin:/usr/bin:/bin:/nodejs/bin
WORKDIR /app
COPY LICENSE ./
COPY dist/bundle ./
# A number, so that Kubernetes can see that it isn't root (runAsNonRoot).
USER 65532:65532
# 8081: /healthz and /readyz; 8080: /metrics.
EXPOSE 8080 8081
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/main.js"]
CMD ["run"]
