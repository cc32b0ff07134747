import type { MappingWork } from '../../api/schemas-mappings.ts'

/** A small mapping of a one-stop system, as the page sends it, and lines that it reads: a login, a refusal, something else. */
export const oneStop = (sample?: string): MappingWork => ({
  mapping: {
    ...{
      id: 'mot-cua',
      title: { vi: 'Một cửa', en: '' },
      assumed: true,
      format: 'csv',
      delimiter: ';',
      system: 'mot-cua',
    },
    columns: { time: ['Ngày giờ'], user: ['Cán bộ'], what: ['Thao tác'], result: ['Kết quả'] },
    times: ['dd/MM/yyyy HH:mm:ss'],
    events: [
      { when: { what: 'Đăng nhập', result: 'Thành công' }, action: 'login', fields: { ok: true, via: 'application' } },
      { when: { what: 'Đăng nhập' }, action: 'login', fields: { ok: false, via: 'application' } },
    ],
  },
  zone: 'Asia/Ho_Chi_Minh',
  sample: sample ?? SAMPLE,
})

const SAMPLE = [
  'Ngày giờ;Cán bộ;Thao tác;Kết quả',
  '02/03/2026 08:01:10;an.nv;Đăng nhập;Thành công',
  '02/03/2026 22:40:05;an.nv;Đăng nhập;Sai mật khẩu',
  '02/03/2026 22:41:00;an.nv;Xem hồ sơ;',
  'hôm qua;an.nv;Đăng nhập;Thành công',
].join('\n')
