FROM node:20-bookworm-slim AS build
WORKDIR /muster
COPY . .
RUN npm ci --include=dev --no-audit --no-fund && npm run build && npm prune --omit=dev

FROM node:20-bookworm-slim
WORKDIR /muster
COPY --from=build /muster /muster
RUN mkdir /data && chown node /data
USER node
# The warehouse's sessions wait on Node's thread pool, which has four threads unless it is told otherwise.
ENV UV_THREADPOOL_SIZE=16 MUSTER_DATA=/data MUSTER_HOST=0.0.0.0
VOLUME /data
EXPOSE 4800
CMD ["node", "packages/cli/dist/main.js", "serve"]
