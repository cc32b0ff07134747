import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import kafkajs, { Kafka, logLevel } from 'kafkajs'
import type { BrokerOptions } from '../../deploy/stack/broker.ts'
import { freePort } from '../../deploy/stack/tool.ts'
import type { Connection } from '../../ingest/kafka/client.ts'
import { makeAuthority } from '../support/authority.ts'

export const PASSWORD = 'mat-khau-thu'

/** What a guarded broker needs: a door for client certificates, one for passwords, one for SCRAM-SHA-512 alone (`newer`), two whose own certificate is at fault (`expired`, `elsewhere`), and rights. The plain door is its administrator's. */
export const guardedBroker = async (folder: string) => {
  const authority = makeAuthority(folder)
  const [server, client] = [authority.sign('broker'), authority.sign('thu-thap')]
  const [tls, sasl, newer] = [await freePort(), await freePort(), await freePort()]
  const faulty = [
    { name: 'expired', port: await freePort(), store: authority.sign('expired', { days: -1 }).store },
    {
      name: 'elsewhere',
      port: await freePort(),
      store: authority.sign('elsewhere', { address: 'DNS:kafka.tinh.example' }).store,
    },
  ] as const
  const options: Omit<BrokerOptions, 'data'> = {
    listeners: [
      { name: 'CERTIFICATE', protocol: 'SSL', port: tls },
      { name: 'PASSWORD', protocol: 'SASL_SSL', port: sasl },
      { name: 'NEWER', protocol: 'SASL_SSL', port: newer },
      ...faulty.map(({ name, port }) => ({ name: name.toUpperCase(), protocol: 'SSL', port }) as const),
    ],
    scram: ['256', '512'].map((bits) => `SCRAM-SHA-${bits}=[name=scram-${bits},password=${PASSWORD}]`),
    properties: {
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': server.store,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': authority.file,
      'listener.name.certificate.ssl.client.auth': 'required',
      ...Object.fromEntries(faulty.map(({ name, store }) => [`listener.name.${name}.ssl.keystore.location`, store])),
      'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
      'listener.name.password.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_plain="${PASSWORD}";`,
      ...Object.fromEntries(
        ['256', '512'].map((bits) => [
          `listener.name.password.scram-sha-${bits}.sasl.jaas.config`,
          'org.apache.kafka.common.security.scram.ScramLoginModule required;',
        ]),
      ),
      'listener.name.newer.sasl.enabled.mechanisms': 'SCRAM-SHA-512',
      'listener.name.newer.scram-sha-512.sasl.jaas.config':
        'org.apache.kafka.common.security.scram.ScramLoginModule required;',
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:ANONYMOUS',
    },
  }
  const withPassword = (username: string, mechanism: NonNullable<Connection['sasl']>['mechanism']): Connection => ({
    ...{ brokers: [`127.0.0.1:${sasl}`], tls: { ca: authority.ca }, sasl: { mechanism, username, password: PASSWORD } },
  })
  const withCertificate: Connection = {
    ...{ brokers: [`127.0.0.1:${tls}`], tls: { ca: authority.ca, cert: client.cert, key: client.key } },
  }
  const [expired, elsewhere] = faulty.map(
    ({ port }): Connection => ({
      brokers: [`127.0.0.1:${port}`],
      tls: { ca: authority.ca },
    }),
  ) as [Connection, Connection] // one for each
  const newest = [`127.0.0.1:${newer}`] as const
  return {
    options,
    withPassword,
    withCertificate,
    newer: newest,
    ...{ expired, elsewhere },
    stranger: makeAuthority(mkdtempSync(join(folder, 'stranger-'))).ca,
  }
}

type Right = {
  readonly who: string
  readonly kind: 'TOPIC' | 'GROUP' | 'TRANSACTIONAL_ID'
  readonly name: string
  readonly may: readonly ('READ' | 'WRITE' | 'CREATE' | 'DESCRIBE_CONFIGS')[]
}

/** Gives rights, as the cluster's administrator. */
export const giveRights = async (url: string, rights: readonly Right[]): Promise<void> => {
  const admin = new Kafka({ brokers: [url], logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  const acl = rights.flatMap(({ who, kind, name, may }) =>
    may.map((operation) => ({
      principal: `User:${who}`,
      host: '*',
      resourceType: kafkajs.AclResourceTypes[kind],
      resourceName: name,
      resourcePatternType: kafkajs.ResourcePatternTypes.PREFIXED,
      operation: kafkajs.AclOperationTypes[operation],
      permissionType: kafkajs.AclPermissionTypes.ALLOW,
    })),
  )
  await admin.createAcls({ acl })
  await admin.disconnect()
}
