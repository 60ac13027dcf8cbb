FROM node:20.20.2-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs && npm pack --ignore-scripts --pack-destination /tmp && mv /tmp/wirecopy-*.tgz /tmp/wirecopy.tgz

FROM node:20.20.2-bookworm-slim
COPY --from=build /tmp/wirecopy.tgz /tmp/wirecopy.tgz
RUN npm install --global --ignore-scripts --no-audit --no-fund /tmp/wirecopy.tgz \
 && npm cache clean --force && rm /tmp/wirecopy.tgz
USER node
WORKDIR /data
ENTRYPOINT ["wirecopy"]
CMD ["--help"]
