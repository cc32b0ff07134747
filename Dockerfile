# syntax=docker/dockerfile:1
# Vọng Gác: one image for every role. Node runs the TypeScript as it stands, so there is nothing to build but the dependencies.

FROM node:24.21.0-bookworm-slim AS dependencies
WORKDIR /opt/vong-gac
COPY package.json package-lock.json .npmrc ./
# The optional dependencies are Node itself for machines that lack it: the image has it already.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund && npm cache clean --force

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production TZ=UTC
WORKDIR /opt/vong-gac
# npm and yarn are not needed to run, and what is not there cannot be abused. The folders that volumes are mounted on belong to the
# user: a new volume takes owner and mode from here.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn* /usr/local/bin/yarn* \
  && install -d -o node -g node -m 0700 /var/lib/vong-gac /var/lib/vong-gac/data /srv/detect /srv/mappings /keys /grafana-keys \
  && install -d /etc/vong-gac
COPY --from=dependencies /opt/vong-gac/node_modules node_modules
COPY package.json ./
COPY bin bin
COPY kernel kernel
COPY ingest ingest
COPY detectors detectors
COPY api api
COPY deploy deploy
USER 1000:1000
EXPOSE 8080 9200
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s --retries=4 CMD ["node", "deploy/image/health.js"]
ENTRYPOINT ["node", "bin/vonggac.js"]
CMD ["start", "--config", "/etc/vong-gac"]
