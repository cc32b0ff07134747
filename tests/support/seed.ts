import fc from 'fast-check'

/** The gate must say the same of the same tree twice: one seed for every property. `FC_SEED=$RANDOM npm test` goes hunting with another. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['FC_SEED'] ?? 20261121) })
