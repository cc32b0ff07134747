import { fastifySwagger } from '@fastify/swagger'
import Fastify, { type FastifyError, type FastifyInstance, LogController } from 'fastify'
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { vietnamese } from '../kernel/issues.ts'
import type { Deps } from './deps.ts'
import { createFeed } from './feed.ts'
import { guardHost, secureHeaders } from './guard.ts'
import { loadPages, pages } from './pages.ts'
import { onError, refuse } from './problem.ts'
import { alerts } from './routes/alerts.ts'
import { coverage, noCoverage } from './routes/coverage.ts'
import { health } from './routes/health.ts'
import { indeterminate } from './routes/indeterminate.ts'
import { mappings } from './routes/mappings.ts'
import { quarantine } from './routes/quarantine.ts'
import { reevaluation } from './routes/reevaluation.ts'
import { noReports, reports } from './routes/reports.ts'
import { rules } from './routes/rules.ts'
import { stream } from './routes/stream.ts'
import { summary } from './routes/summary.ts'
import { units } from './routes/units.ts'
import { unlisted } from './routes/unlisted.ts'

const INFO = {
  title: 'Vọng Gác',
  description: 'Cảnh báo vi phạm quy định an toàn thông tin, với chứng cứ. Mọi thời điểm là mili giây UTC.',
  version: '1',
}

/**
 * The HTTP API under `/api/v1` and the console under `/`. Does not listen: the caller binds it to loopback. Reads the
 * console's files and strips their types here, once. Closing it ends the live streams.
 */
export const buildApp = (deps: Deps): FastifyInstance => {
  z.config({ localeError: vietnamese })
  const site = loadPages(deps.sample)
  const feed = createFeed(deps.clock.now())
  const app = Fastify({
    ...(deps.logger ? { loggerInstance: deps.logger } : { logger: { level: 'warn' } }),
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    // A URL that cannot be decoded never reaches the hooks.
    frameworkErrors: (_, _request, reply) =>
      refuse(reply, 'BAD_REQUEST', 'Yêu cầu không hợp lệ: không đọc được địa chỉ.'),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler<FastifyError>(onError)
  app.setNotFoundHandler((_, reply) => refuse(reply, 'NOT_FOUND', 'Không có gì ở địa chỉ này.'))
  secureHeaders(app, site.scripts)
  guardHost(app)

  app.addHook('onClose', async () => unsubscribe())
  const unsubscribe = deps.onAlerts(feed.push)

  app.register(fastifySwagger, { openapi: { openapi: '3.1.0', info: INFO }, transform: jsonSchemaTransform })
  app.register(
    async (api) => {
      api.addHook('onRequest', async (_, reply) => void reply.header('cache-control', 'no-store'))
      for (const route of [alerts, stream]) await api.register(route, { ...deps, feed })
      for (const route of [summary, rules, units, health, indeterminate, reevaluation]) await api.register(route, deps)
      if (deps.quarantine) await api.register(quarantine, { quarantine: deps.quarantine })
      if (deps.reports) await api.register(reports, { reports: deps.reports })
      else await api.register(noReports)
      if (deps.coverage) await api.register(coverage, { coverage: deps.coverage })
      else await api.register(noCoverage)
      if (deps.mappings) await api.register(mappings, { mappings: deps.mappings })
      if (deps.unlisted) await api.register(unlisted, { unlisted: deps.unlisted, units: deps.units })
      api.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
    },
    { prefix: '/api/v1' },
  )
  app.register(pages, site)
  return app
}
