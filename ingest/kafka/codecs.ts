import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import kafkajs from 'kafkajs'
import { unpackLz4 } from './lz4.ts'
import { unpackSnappy } from './snappy.ts'
import { LARGEST } from './unpacked.ts'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** Level 1, as the archive: level 3 takes half as long again and saves next to nothing on logs. */
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** The name of the error that a batch which cannot be unpacked comes with. */
export const UNPACKABLE = 'Unpackable'

const unpacking = async (unpack: () => Buffer | Promise<Buffer>): Promise<Buffer> => {
  try {
    return await unpack()
  } catch (cause) {
    throw Object.assign(new Error(String(cause), { cause }), { name: UNPACKABLE })
  }
}

const zstd = {
  compress: (encoder: { readonly buffer: Buffer }): Promise<Buffer> => compress(encoder.buffer, FAST),
  decompress: (buffer: Buffer): Promise<Buffer> => unpacking(() => decompress(buffer, { maxOutputLength: LARGEST })),
}

/** What collectors write; nothing of ours is sent so. */
const readOnly = (unpack: (packed: Buffer) => Buffer) => ({
  compress: (): Promise<Buffer> => Promise.reject(new Error('only read')),
  decompress: (buffer: Buffer): Promise<Buffer> => unpacking(() => unpack(buffer)),
})
const [lz4, snappy] = [readOnly(unpackLz4), readOnly(unpackSnappy)]

/**
 * Teaches kafkajs what it knows by number only: zstd with Node's own zlib, and to read LZ4 and Snappy. Its list of codecs is one for the
 * whole process.
 */
export const useCodecs = (): void => {
  const { ZSTD, LZ4, Snappy } = kafkajs.CompressionTypes
  Object.assign(kafkajs.CompressionCodecs, { [ZSTD]: () => zstd, [LZ4]: () => lz4, [Snappy]: () => snappy })
}
