FROM node:20-bookworm-slim AS build
WORKDIR /muster
COPY . .
RUN npm ci --include=dev --no-audit --no-fund && npm run build && npm prune --omit=dev

FROM node:20-bookworm-slim
WORKDIR /muster
COPY --from=build /muster /muster
RUN mkdir /data && chown node /data
USER node
# As the command's first line says: threads for the warehouse's sessions, and room for messages under way (docs/performance.md).
ENV UV_THREADPOOL_SIZE=16 MUSTER_DATA=/data MUSTER_HOST=0.0.0.0
VOLUME /data
EXPOSE 4800
CMD ["node", "--max-semi-space-size=64", "packages/cli/dist/main.js", "serve"]
