import { elasticAlertStore } from '../../../../api/store/elastic/store.ts'
import { alertStoreContract } from '../../../contracts/alert-store.contract.ts'
import { emptied, ownPrefix, withElastic } from '../../../stack/elasticsearch.ts'

await withElastic('the port', ({ client }) => {
  const prefix = ownPrefix(client)
  alertStoreContract('Elasticsearch', async () => {
    await emptied(client, prefix)
    return elasticAlertStore({ client, prefix, lineage: 'contract' })
  })
})
