/** Shown to a client that does not say which version it is. */
const DEFAULT_VERSION = '8.19.0'

/**
 * A Beat refuses an Elasticsearch older than itself (libbeat/cmd/instance/beat.go, registerESVersionCheckCallback:
 * major.minor), so each is told its own version: `Elastic-Winlogbeat/8.13.2 (windows; amd64; …)`
 * (elastic-agent-libs useragent).
 */
export const versionFor = (userAgent: string | undefined, fixed: string | undefined): string =>
  fixed ?? /beat\w*\/v?(\d+\.\d+\.\d+)/i.exec(userAgent ?? '')?.[1] ?? DEFAULT_VERSION

/** `GET /`: what libbeat reads is version.number and version.build_flavor (esleg/eslegclient/connection.go, Ping). */
export const rootAnswer = (version: string) => ({
  name: 'vong-gac',
  cluster_name: 'vong-gac',
  cluster_uuid: 'vong-gac-ingest-0000000',
  version: {
    number: version,
    build_flavor: 'default',
    build_type: 'docker',
    build_hash: 'vong-gac',
    build_date: '2026-01-01T00:00:00.000Z',
    build_snapshot: false,
    lucene_version: '9.12.0',
    minimum_wire_compatibility_version: '7.17.0',
    minimum_index_compatibility_version: '7.0.0',
  },
  tagline: 'You Know, for Search',
})

const license = {
  status: 'active',
  uid: 'vong-gac',
  type: 'basic',
  mode: 'basic',
  issue_date_in_millis: 1_577_836_800_000,
  max_nodes: 1000,
  issued_to: 'vong-gac',
  issuer: 'vong-gac',
  start_date_in_millis: -1,
}

/** `GET /_license` (libbeat/licenser/elastic_fetcher.go): status, type and uid are read. */
export const licenseAnswer = { license }

/** `GET /_xpack`: Beats before 7.8 and Logstash ask here for the license and for index lifecycle management. */
export const xpackAnswer = { license, features: { ilm: { available: true, enabled: true } } }

/** The shape of every Elasticsearch error (reference, «REST API: error handling»). */
export const esError = (status: number, type: string, reason: string) => ({
  error: { root_cause: [{ type, reason }], type, reason },
  status,
})

/**
 * What a client may look up, and write, when it starts: nothing of it is kept, so every look-up answers 404 and every
 * write is acknowledged (libbeat: idxmgmt/lifecycle/es_client_handler.go, template/load.go; Filebeat and Winlogbeat:
 * filebeat/fileset/pipelines.go). Our index names, mappings and pipelines are ours.
 */
export const SETUP_PATHS = [
  '/_ilm/policy/:name',
  '/_index_template/:name',
  '/_component_template/:name',
  '/_template/:name',
  '/_ingest/pipeline/:name',
  '/_data_stream/:name',
  '/_data_stream/:name/_lifecycle',
  '/_alias/:name',
  '/:index',
  '/:index/_alias/:name',
] as const
