import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import kafkajs from 'kafkajs'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** What a batch may grow to: a damaged or hostile one must not take all the memory. */
const LARGEST = 256 * 1024 * 1024

/** Level 1, as the archive: level 3 takes half as long again and saves next to nothing on logs. */
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

const codec = {
  compress: (encoder: { readonly buffer: Buffer }): Promise<Buffer> => compress(encoder.buffer, FAST),
  decompress: (buffer: Buffer): Promise<Buffer> => decompress(buffer, { maxOutputLength: LARGEST }),
}

/** Teaches kafkajs zstd, which it knows by number only, with Node's own zlib. Its list of codecs is one for the whole process. */
export const useZstd = (): void => {
  Object.assign(kafkajs.CompressionCodecs, { [kafkajs.CompressionTypes.ZSTD]: () => codec })
}
