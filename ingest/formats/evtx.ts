/** `ElfFile` and a zero: how a file of the Windows event log begins (libyal/libevtx, «Windows XML Event Log (EVTX) format», 2). */
const MAGIC = [0x45, 0x6c, 0x66, 0x46, 0x69, 0x6c, 0x65, 0x00]

/** Whether a content is a file of the Windows event log (.evtx): binary, and nothing in it is a line. */
export const isEvtx = (bytes: Uint8Array): boolean => MAGIC.every((byte, index) => bytes[index] === byte)

/** What is handed on of such a file: the mark alone, so that one that is written on and looked at again is one line of the quarantine. */
export const evtxMark = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, MAGIC.length)

/** What to do with such a file, in one sentence. */
export const EVTX_SENTENCE =
  'Đây là tệp nhật ký sự kiện nhị phân của Windows (.evtx), không phải dòng nhật ký; hãy chuyển nó thành XML bằng ' +
  'lệnh «vonggac evtx» (hoặc «collect.ps1 -Evtx» trên Windows) rồi gửi lại vào nguồn windows-xml (docs/inventory.md).'
